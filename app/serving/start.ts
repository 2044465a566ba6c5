import { removeLeftovers } from "@/app/(staff)/imports/upload/leftovers";
import { drainBeforeStopping } from "./drain";
import { keepSecretsOutOfLog } from "./log";
import { renewWhatIsSlow } from "./renew";
import { followRequests } from "./requests";

/** What the process that serves does besides Next's own. */
export async function startServing(): Promise<void> {
  keepSecretsOutOfLog();
  followRequests();
  drainBeforeStopping();
  renewWhatIsSlow();
  await removeLeftovers().catch((error: Error) => console.error(`leftovers were not removed: ${error.name}`));
}
