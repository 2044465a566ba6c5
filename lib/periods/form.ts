import { z } from "zod";
import { first, isDay, isId } from "@/lib/lists/parameters";
import { isMetricKey, type MetricKey } from "@/lib/metrics/registry";

const why = z.string().trim().min(1, "Say why").max(500, "The reason may have at most 500 characters");

/** A month or quarter that is to be closed, as `2026-01-01..2026-04-01`. */
export const closeForm = z.object({
  days: z
    .string()
    .transform((text) => text.split(".."))
    .refine((days) => days.length === 2 && days.every(isDay), "Choose a period")
    .transform(([from, to]) => ({ from: from as string, to: to as string })),
  why,
});
export const restateForm = z.object({ periodId: z.string().refine(isId), why });
export const decideForm = z.object({ periodId: z.string().refine(isId), decision: z.enum(["accept", "refuse"]) });

/** Which metric's changes a closed period's page shows. */
export const movedFilter = z.object({
  metric: first.transform((value): MetricKey | "" => (isMetricKey(value) ? value : "")),
});
