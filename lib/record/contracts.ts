import { z } from "zod";
import { isDay, isId } from "@/lib/lists/parameters";
import { addDays } from "@/lib/period";

export type ContractState = "proposal" | "active" | "expiring" | "expired";
export type ContractDays = { signedOn: string | null; startsOn: string | null; endsOn: string | null };

/** Days before its end at which a contract counts as expiring. */
export const expiringDays = 90;

/** Where a contract stands on a day: it says no more than its days do. */
export function contractState({ signedOn, endsOn }: ContractDays, today: string): ContractState {
  if (!signedOn || signedOn > today) return "proposal";
  if (!endsOn) return "active";
  if (endsOn < today) return "expired";
  return endsOn <= addDays(today, expiringDays) ? "expiring" : "active";
}

const best: ContractState[] = ["active", "expiring", "proposal", "expired"];

/** Where a partner stands by all its contracts, and when the one that says so ends: the best of them, the last to end. */
export function standingOf<Contract extends ContractDays>(
  contracts: readonly Contract[],
  today: string,
): { state: ContractState; endsOn: string | null } | null {
  const judged = contracts.map((one) => ({ state: contractState(one, today), endsOn: one.endsOn }));
  const last = (endsOn: string | null) => endsOn ?? "9999-12-31";
  judged.sort((a, b) => best.indexOf(a.state) - best.indexOf(b.state) || last(b.endsOn).localeCompare(last(a.endsOn)));
  return judged[0] ?? null;
}

const day = z
  .string()
  .trim()
  .default("")
  .refine((text) => text === "" || isDay(text), "Write the day as year, month and day, such as 2026-03-31")
  .transform((text) => text || null);
const text = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `At most ${most} characters`)
    .default("")
    .transform((given) => given || null);

const fields = z.object({
  title: z.string().trim().min(1, "Say what the contract is").max(200, "At most 200 characters"),
  reference: text(100),
  signedOn: day,
  startsOn: day,
  endsOn: day,
  note: text(2000),
});

const inOrder = (contract: ContractDays) =>
  !contract.endsOn ||
  !(contract.startsOn ?? contract.signedOn) ||
  contract.endsOn >= (contract.startsOn ?? contract.signedOn ?? "");
const order = { message: "It cannot end before it begins", path: ["endsOn"] };

/** A new contract of a partner. */
export const contractForm = fields.extend({ partnerId: z.string().refine(isId) }).refine(inOrder, order);
/** The same, changed. */
export const contractChange = fields.extend({ contractId: z.string().refine(isId) }).refine(inOrder, order);
export type ContractFields = z.output<typeof fields>;
