import { createHash, randomUUID } from "node:crypto";
import { sql as query } from "drizzle-orm";
import type postgres from "postgres";
import { withViewer } from "@/db/client";
import { allocate, createBudget } from "@/db/funds/budgets";
import { stepClaim, writeClaim } from "@/db/funds/claims";
import { decideRequest } from "@/db/funds/decide";
import { writeRequest } from "@/db/funds/requests";
import type { PartnerViewer, Viewer } from "@/lib/access/viewer";
import { budgetForm, claimForm, requestForm } from "@/lib/funds/form";
import { addDays } from "@/lib/period";
import { makePartner, makePerson } from "./people";

const today = () => new Date().toISOString().slice(0, 10);
const mail = (name: string) => `${name}-${randomUUID()}@example.com`;

/** A partner with its administrator, and the staff that funds take: a manager, an owner and two of finance. */
export async function makeFundCast(sql: postgres.Sql) {
  const staff = async (role: "channel_manager" | "program_owner" | "finance"): Promise<Viewer> => {
    const personId = await makePerson(sql, { role, email: mail(role) });
    return { kind: "staff", role, personId, sessionId: personId, name: role, email: "x@example.com" };
  };
  const partnerId = await makePartner(sql, `Funded ${randomUUID().slice(0, 8)}`);
  const personId = await makePerson(sql, { role: "partner_admin", email: mail("partner"), partnerId });
  const partner: PartnerViewer = {
    ...{ kind: "partner", role: "partner_admin", partnerId, partnerName: "Funded", personId },
    ...{ sessionId: personId, name: "Partner", email: "p@example.com" },
  };
  const [manager, owner, finance, other] = [
    await staff("channel_manager"),
    await staff("program_owner"),
    await staff("finance"),
    await staff("finance"),
  ];
  return { partner, manager, owner, finance, other };
}
export type FundCast = Awaited<ReturnType<typeof makeFundCast>>;

type BudgetGiven = Partial<
  Record<"currency" | "amount" | "accrual" | "twoPeopleOver" | "claimDays" | "endsOn", string>
>;

/** A budget that ends in sixty days, of USD 10,000 unless told otherwise. */
export async function makeBudget({ owner }: FundCast, given: BudgetGiven = {}): Promise<string> {
  const typed = {
    ...{
      name: "Launch fund",
      currency: "USD",
      amount: "10000",
      startsOn: addDays(today(), -30),
      endsOn: addDays(today(), 60),
    },
    ...{ accrualFrom: addDays(today(), -30), accrualTo: addDays(today(), 1) },
    ...{ decisionDays: "5", claimDays: "30", noticeDays: "14", ...given },
  };
  return (await withViewer(owner, (tx) => createBudget(tx, budgetForm.parse(typed)))).id;
}

/** Gives the partner of the cast money of the budget, and returns its allocation. */
export async function give(
  sql: postgres.Sql,
  { owner, partner }: FundCast,
  budgetId: string,
  amount: string,
): Promise<string> {
  const { partnerId } = partner;
  await withViewer(owner, (tx) => allocate(tx, { budgetId, partnerId, amount, direction: "give" }));
  const [row] = await sql`select id from fund_allocations where budget_id = ${budgetId} and partner_id = ${partnerId}`;
  return row?.id;
}

/** A submitted request for an amount of the allocation. */
export async function ask({ partner }: FundCast, allocationId: string, amount: string): Promise<string> {
  const typed = {
    ...{ intent: "submit", allocationId, amount, title: "Autumn webinar", activity: "webinar" },
    ...{ startsOn: today(), endsOn: addDays(today(), 10), plan: "Three sessions for manufacturers" },
  };
  return (await withViewer(partner, (tx) => writeRequest(tx, partner, requestForm.parse(typed)))).id;
}

/** Approves a request by the manager, all of it or a part. */
export const approveRequest = ({ manager }: FundCast, requestId: string, amount = "") =>
  withViewer(manager, (tx) =>
    decideRequest(
      tx,
      manager,
      { personId: manager.personId, name: "M" },
      { requestId, decision: "approve", amount, reason: "" },
    ),
  );

/** A claim with one file of proof, submitted unless told otherwise. */
export async function claim(
  { partner }: FundCast,
  requestId: string,
  amount: string,
  more: { last?: string; keep?: boolean } = {},
) {
  const typed = claimForm.parse({ requestId, amount, what: "Venue and speakers", last: more.last });
  const { id } = await withViewer(partner, (tx) => writeClaim(tx, partner, typed));
  await proveClaim(partner, id);
  if (!more.keep) await withViewer(partner, (tx) => stepClaim(tx, partner, { claimId: id, step: "submit" }));
  return id;
}

/** Adds an invoice to a claim. */
export async function proveClaim(partner: PartnerViewer, claimId: string): Promise<void> {
  const content = Buffer.from("%PDF-1.7 an invoice");
  const sha256 = createHash("sha256").update(content).digest("hex");
  await withViewer(partner, (tx) =>
    tx.execute(query`insert into files (fund_claim_id, partner_id, name, type, size, sha256, content)
      values (${claimId}, ${partner.partnerId}, 'invoice.pdf', 'application/pdf', ${content.length}, ${sha256}, ${content})`),
  );
}
