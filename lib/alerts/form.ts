import { z } from "zod";
import { staffRoles } from "@/lib/access/roles";
import { first, isDay, isId, oneOf, someOf } from "@/lib/lists/parameters";
import { outcomeKeys } from "./outcomes";
import { alertRuleKeys } from "./registry";
import { type AlertRule, severities } from "./rule";

export const alertShows = { open: "Open", snoozed: "Put off", resolved: "Resolved", ended: "Over" } as const;
export type AlertShow = keyof typeof alertShows;

/** The list of alerts as an address says it. */
export const alertFilter = z.object({
  show: oneOf(Object.keys(alertShows) as AlertShow[], "open"),
  whose: oneOf(["all"]),
  rule: someOf(alertRuleKeys),
  severity: someOf(Object.keys(severities)),
  partner: first.transform((value) => (isId(value) ? value : "")),
  after: first,
});
export type AlertFilter = z.output<typeof alertFilter>;
export const alertDefaults: AlertFilter = alertFilter.parse({});

/** Where a page of alerts ends: the place of its last row in the order of the list, raised in microseconds since 1970. */
export type AlertEdge = { severity: number; raised: string; id: string };
export const edgeText = ({ severity, raised, id }: AlertEdge): string => [severity, raised, id].join(".");

/** Reads an edge; null when it is none. */
export function readEdge(text: string): AlertEdge | null {
  const [, severity, raised, id] = /^([1-3])\.(\d{1,17})\.([0-9a-f-]{36})$/.exec(text) ?? [];
  return severity && raised && id && isId(id) ? { severity: Number(severity), raised, id } : null;
}

const alertId = z.string().refine(isId);
const note = z.string().trim().max(2000, "At most 2000 characters");

export const assignForm = z.object({ alertId, ownerId: z.string().refine(isId, "Choose a person") });
export const snoozeForm = z.object({
  alertId,
  until: z.string().trim().refine(isDay, "Write the day as year, month and day, such as 2026-03-31"),
});
export const resolveForm = z
  .object({
    alertId,
    outcome: z.enum(outcomeKeys, "Say what was done"),
    note: note.default(""),
    dealId: z
      .string()
      .refine((id) => id === "" || isId(id), "Choose a deal from the list")
      .default(""),
  })
  .refine(({ outcome, note }) => outcome !== "none" || note !== "", {
    path: ["note"],
    message: "Say why nothing was needed: it helps to tune the rule",
  });
export type ResolveInput = z.output<typeof resolveForm>;

/** How a program wants a rule, with its own numbers within their limits. */
export const ruleForm = z
  .object({
    rule: z.enum(alertRuleKeys),
    active: z
      .string()
      .optional()
      .transform((value) => value === "on"),
    severity: z.coerce.number("Choose how urgent it is").int().min(1).max(3),
    toManager: z
      .string()
      .optional()
      .transform((value) => value === "on"),
    roles: z
      .preprocess((given) => (given === undefined ? [] : [given].flat()), z.array(z.enum(staffRoles)))
      .refine((roles) => roles.length > 0, "Choose who hears of what is nobody's"),
  })
  .loose();
export type RuleInput = z.output<typeof ruleForm>;

/** The numbers of a rule's form. Returns what is wrong with the first that is beyond its limits. */
export function readThresholds(
  { thresholds }: AlertRule,
  given: Record<string, unknown>,
): { ok: true; chosen: Record<string, number> } | { ok: false; field: string; message: string } {
  const chosen: Record<string, number> = {};
  for (const [key, { label, least, most }] of Object.entries(thresholds)) {
    const text = String(given[`t_${key}`] ?? "").trim();
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      return { ok: false, field: `t_${key}`, message: `${label}: a whole number from ${least} to ${most}` };
    chosen[key] = value;
  }
  return { ok: true, chosen };
}
