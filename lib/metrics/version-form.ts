import { z } from "zod";
import { staffRoles } from "../access/roles";
import { isDay, isId } from "../lists/parameters";
import { isMetricKey, type MetricKey } from "./registry";

const text = (most: number) => z.string().trim().max(most, `At most ${most} characters`).default("");

/** A proposed version: its words, who owns and validates it, from which day it counts and why; settings come as `set_<name>`. */
export const proposeForm = z.looseObject({
  metric: z
    .string()
    .refine(isMetricKey)
    .transform((key) => key as MetricKey),
  meaning: text(600),
  exclusions: text(600),
  owner: z.enum(staffRoles, "Choose a role"),
  validator: z.enum(staffRoles, "Choose a role"),
  countsFrom: z.string().trim().refine(isDay, "Write the day as year, month and day, such as 2026-03-31"),
  why: z.string().trim().min(1, "Say why").max(500, "The reason may have at most 500 characters"),
});
export type ProposeInput = z.output<typeof proposeForm>;

export const decideVersionForm = z.object({
  versionId: z.string().refine(isId),
  decision: z.enum(["approve", "refuse"]),
  note: text(500),
});
