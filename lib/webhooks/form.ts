import { z } from "zod";
import { webhookKindNames } from "./events";

const several = z.preprocess((given) => (given === undefined ? [] : [given].flat()), z.array(z.enum(webhookKindNames)));

/** What is asked of an endpoint; whether its address may be used is said by `readEndpoint`. */
export const endpointForm = z.object({
  url: z.string().trim().min(1, "Enter an address.").max(500, "At most 500 characters."),
  kinds: several.refine((kinds) => kinds.length > 0, "Choose at least one event."),
});

/** What is done with an endpoint that there is. */
export const endpointStep = z.object({ endpoint: z.uuid(), to: z.enum(["active", "paused", "removed"]) });
