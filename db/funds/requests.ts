import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { scope } from "@/db/scope";
import type { PartnerViewer, Viewer } from "@/lib/access/viewer";
import { Refused } from "@/lib/errors";
import type { Amendment } from "@/lib/funds/amendment";
import type { AmendInput, RequestInput } from "@/lib/funds/form";
import { type RequestMove, type RequestStatus, requestMay, requestMoves, requestStates } from "@/lib/funds/states";
import { requestNumber } from "@/lib/funds/words";
import { decimalOfMinor } from "@/lib/incentives/minor";
import { minorIn } from "./budgets";
import { byTheRules, found } from "./rules";
import { fundAllocations, fundRequests } from "./schema";

type Done = { id: string; audit: AuditEntry };

/** Keeps a request as it was typed, and submits it when that is asked. Throws NotFound, Refused. */
export async function writeRequest(tx: Tx, viewer: PartnerViewer, input: RequestInput): Promise<Done> {
  const [allocation] = await tx
    .select({ currency: fundAllocations.currency })
    .from(fundAllocations)
    .where(and(eq(fundAllocations.id, input.allocationId), scope(viewer, fundAllocations)));
  const { currency } = found(allocation, "These funds");
  const { allocationId, title, activity, startsOn, endsOn, plan, expectedLeads } = input;
  const values = {
    ...{ allocationId, title, activity, startsOn, endsOn, plan },
    requestedMinor: minorIn(currency, input.amount),
    expectedLeads: expectedLeads === "" ? null : expectedLeads,
    expectedPipelineMinor: input.expectedPipeline
      ? minorIn(currency, input.expectedPipeline, "expectedPipeline")
      : null,
  };
  const id = input.requestId ?? (await insertRequest(tx, viewer.partnerId, values));
  if (input.requestId) {
    const { status } = await lockRequest(tx, viewer, id);
    if (status !== "draft" && status !== "returned")
      throw new Refused("It was submitted already: open its page to see how it stands");
    await tx
      .update(fundRequests)
      .set({ ...values, updatedAt: sql`now()` })
      .where(eq(fundRequests.id, id));
  }
  const action = input.intent === "submit" ? "funds.request_submitted" : "funds.request_saved";
  if (input.intent === "submit") await step(tx, await lockRequest(tx, viewer, id), "submit");
  return { id, audit: entry(action, await lockRequest(tx, viewer, id)) };
}

type Values = Pick<
  typeof fundRequests.$inferInsert,
  | "allocationId"
  | "title"
  | "activity"
  | "startsOn"
  | "endsOn"
  | "plan"
  | "requestedMinor"
  | "expectedLeads"
  | "expectedPipelineMinor"
>;

/** These columns alone: partner people may name no other. */
async function insertRequest(tx: Tx, partnerId: string, v: Values): Promise<string> {
  const rows = await tx.execute<{ id: string }>(sql`
    insert into fund_requests (partner_id, allocation_id, title, activity, starts_on, ends_on, plan, requested_minor, expected_leads, expected_pipeline_minor)
    values (${partnerId}, ${v.allocationId}, ${v.title}, ${v.activity}, ${v.startsOn}, ${v.endsOn}, ${v.plan}, ${String(v.requestedMinor)}::bigint,
      ${v.expectedLeads ?? null}, ${v.expectedPipelineMinor == null ? null : String(v.expectedPipelineMinor)}::bigint) returning id`);
  return found(rows[0], "This request").id;
}

/** Takes a request back to be edited, gives it up, takes the wish for a change back, or says that nothing more is claimed. Throws NotFound, Refused. */
export async function stepRequest(
  tx: Tx,
  viewer: Viewer,
  { requestId, step: move }: { requestId: string; step: "recall" | "withdraw" | "keep" | "close" },
): Promise<Done> {
  const request = await lockRequest(tx, viewer, requestId);
  await step(tx, request, move, move === "keep" ? { amendment: null } : {});
  const audit = entry(`funds.request_${steps[move]}`, request);
  return {
    id: requestId,
    audit: { ...audit, before: { status: request.status }, after: { status: requestMoves[move].to } },
  };
}
const steps = { recall: "recalled", withdraw: "withdrawn", keep: "kept", close: "closed" } as const;

/** Asks for another amount or other days than were approved; what stands stays until that is decided. Throws NotFound, Refused. */
export async function amendRequest(tx: Tx, viewer: PartnerViewer, input: AmendInput): Promise<Done> {
  const request = await lockRequest(tx, viewer, input.requestId);
  const { startsOn, endsOn, reason } = input;
  const amendment: Amendment = {
    amountMinor: String(minorIn(request.currency, input.amount)),
    startsOn,
    endsOn,
    reason,
  };
  await step(tx, request, "amend", { amendment });
  const after = { ...amendment, amountMinor: undefined, amount: `${request.currency} ${input.amount}` };
  return { id: request.id, audit: { ...entry("funds.request_amended", request), after } };
}

/** The request as it stands once nobody else changes it, with its currency. Throws NotFound, also for another's. */
export async function lockRequest(tx: Tx, viewer: Viewer, id: string) {
  await tx.execute(
    sql`select 1 from fund_requests where ${fundRequests.id} = ${id} and ${scope(viewer, fundRequests)} for update`,
  );
  return findRequest(tx, viewer, id);
}

/** The request with its currency. Throws NotFound, also for another's. */
export async function findRequest(tx: Tx, viewer: Viewer, id: string) {
  const [row] = await tx
    .select()
    .from(fundRequests)
    .where(and(eq(fundRequests.id, id), scope(viewer, fundRequests)));
  const request = found(row, "This request");
  const [allocation] = await tx
    .select({ currency: fundAllocations.currency })
    .from(fundAllocations)
    .where(and(eq(fundAllocations.id, request.allocationId), scope(viewer, fundAllocations)));
  return { ...request, currency: found(allocation, "This request").currency };
}
export type LockedRequest = Awaited<ReturnType<typeof lockRequest>>;

/** One move of the table, or Refused when the request has moved on. */
export async function step(
  tx: Tx,
  { id, status }: { id: string; status: RequestStatus },
  move: RequestMove,
  more: PgUpdateSetSource<typeof fundRequests> = {},
): Promise<void> {
  if (!requestMay(status, move))
    throw new Refused(`It is "${requestStates[status].label}" by now: open its page again`);
  await byTheRules(
    () =>
      tx
        .update(fundRequests)
        .set({ ...more, status: requestMoves[move].to })
        .where(eq(fundRequests.id, id)),
    move === "approve" || move === "keep" ? "amount" : undefined,
  );
}

/** What the log keeps of what was done with a request. */
export const entry = (action: AuditEntry["action"], request: LockedRequest): AuditEntry => ({
  action,
  subject: { type: "fund_request", id: request.id, name: `${requestNumber(request.number)} ${request.title}` },
  partnerId: request.partnerId,
  after: { amount: `${request.currency} ${decimalOfMinor(request.requestedMinor, request.currency)}` },
});
