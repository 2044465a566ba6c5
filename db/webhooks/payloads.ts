import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { deals } from "@/db/deals/schema";
import { leads } from "@/db/leads/schema";
import { statements } from "@/db/ledger/schema";
import { registrations } from "@/db/registrations/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { type WebhookKind, webhookKinds } from "@/lib/webhooks/events";

type Subject = { read: (viewer: Viewer, id: string) => SQL; partners: (id: SQL) => SQL };

/** Of each kind of thing: what a message says of it, within what the reader may see, and whose it is. */
const subjects: Partial<Record<(typeof webhookKinds)[WebhookKind]["of"], Subject>> = {
  registration: {
    read: (viewer, id) => sql`select id, number::int, customer_name as customer, status, decision, deal_id as deal
      from registrations where id = ${id}::uuid and ${scope(viewer, registrations)}`,
    partners: (id) => sql`select partner_id from registrations where id = ${id}::uuid`,
  },
  deal: {
    read: (viewer, id) => sql`select id, name, stage, outcome, currency, closed_on::text as "closedOn"
      from deals where id = ${id}::uuid and ${scope(viewer, deals)}`,
    partners: (id) => sql`select partner_id from deal_partners where deal_id = ${id}::uuid`,
  },
  lead: {
    read: (viewer, id) => sql`select id, customer_name as customer, status
      from leads where id = ${id}::uuid and ${scope(viewer, leads)}`,
    partners: (id) => sql`select partner_id from leads where id = ${id}::uuid and partner_id is not null`,
  },
  statement: {
    read: (
      viewer,
      id,
    ) => sql`select id, partner_id as partner, month::text, currency, earned_minor::text as "earnedMinor", sha256
      from statements where id = ${id}::uuid and ${scope(viewer, statements)}`,
    partners: (id) => sql`select partner_id from statements where id = ${id}::uuid`,
  },
};

/** The partners that have to do with an event, as SQL; none for a kind that only staff are told of. */
export function partnersOf(kind: WebhookKind, id: SQL): SQL {
  return subjects[webhookKinds[kind].of]?.partners(id) ?? sql`select null::uuid where false`;
}

/**
 * What a message says, read as the endpoint's company sees it at this moment: through both walls. Null when it does not
 * see it (any more): then nothing is sent.
 */
export async function readPayload(viewer: Viewer, kind: WebhookKind, id: string): Promise<object | null> {
  const subject = subjects[webhookKinds[kind].of];
  if (!subject) return viewer.kind === "staff" ? { id } : null;
  const [row] = await withViewer(viewer, (tx: Tx) => tx.execute<Record<string, unknown>>(subject.read(viewer, id)));
  return row ?? null;
}
