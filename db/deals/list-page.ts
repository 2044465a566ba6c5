import "server-only";
import { withViewer } from "@/db/client";
import { listManagers } from "@/db/partners/list";
import { getProgram, listStages, listTiers } from "@/db/program/queries";
import { readKeptList } from "@/db/views/queries";
import { can } from "@/lib/access/permissions";
import type { Viewer } from "@/lib/access/viewer";
import { type DealAddress, groupingsFor } from "@/lib/deals/address";
import { dealFilter } from "@/lib/deals/filter";
import { readDealBoard } from "./board";
import { readDealFunnel } from "./funnel";
import { listDeals } from "./list";
import { dealFilterOptions } from "./options";
import { readDealGroups } from "./sums";

/** Everything that the list's page shows, in one transaction: the table, or the same deals as a board, a funnel or sums. */
export function readDealsPage(viewer: Viewer, address: DealAddress, now = new Date()) {
  const filter = dealFilter.parse(address);
  return withViewer(viewer, async () => {
    const program = await getProgram(viewer, now);
    const stages = address.show === "board" ? await listStages(viewer) : null;
    const [list, words, stageRows, tiers, kept, owners, shown] = await Promise.all([
      listDeals(viewer, filter, program.today, address.show === "table"),
      dealFilterOptions(viewer, filter, now),
      stages ?? listStages(viewer),
      listTiers(viewer),
      readKeptList(viewer, "deals"),
      can(viewer, "deals.assign") && address.show === "table" && address.pick ? listManagers(viewer) : null,
      readShown(viewer, address, stages ?? [], program.today),
    ]);
    return { program, list, words: { ...words, stages: stageRows, tiers }, kept, owners, shown };
  });
}

/** The same deals as the table, as a board, a funnel or sums; null for the table itself. */
function readShown(viewer: Viewer, address: DealAddress, stages: readonly { key: string }[], today: string) {
  const filter = dealFilter.parse(address);
  const { show } = address;
  const group = groupingsFor(viewer.kind).find((key) => key === address.group) ?? "stage";
  return withViewer(viewer, async () => {
    if (show === "funnel") return { show, funnel: await readDealFunnel(viewer, filter, today) };
    if (show === "sums") return { show, group, sums: await readDealGroups(viewer, filter, group, today) };
    if (show !== "board") return null;
    const keys = stages.map(({ key }) => key);
    const [cards, sums] = await Promise.all([
      readDealBoard(viewer, filter, keys, today),
      readDealGroups(viewer, filter, "stage", today),
    ]);
    return { show, cards, sums };
  });
}
