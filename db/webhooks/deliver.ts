import "server-only";
import { sql } from "drizzle-orm";
import { withWorker } from "@/db/client";
import { recipientOf } from "@/db/reports/recipient";
import type { Viewer } from "@/lib/access/viewer";
import { deliveryWait, mostDeliveries, type WebhookKind, webhookKindNames } from "@/lib/webhooks/events";
import { signedHeaders } from "@/lib/webhooks/signature";
import { concernsProgram, partnersOf, readPayload } from "./payloads";
import { unsealSecret } from "./seal";
import { type Sent, sendWebhook } from "./send";

type Due = {
  id: string;
  endpoint: string;
  partner: string | null;
  url: string;
  secret: string;
  old: string | null;
  kind: WebhookKind;
  subject: string;
  at: string;
  tried: number;
};

const nobody = "00000000-0000-0000-0000-000000000000";
const most = { together: 20, ofOneEndpoint: 2 };

/** Makes the deliveries of what happened: each event once for each endpoint that wants it and whose company it concerns. */
export async function spreadEvents(): Promise<number> {
  return withWorker(async (tx) => {
    const events = await tx.execute<{ id: bigint; kind: WebhookKind; subject: string }>(
      sql`update webhook_events set spread_at = now() where id in (select id from webhook_events where spread_at is null order by id limit 200 for update skip locked)
        returning id, kind, subject_id as subject`,
    );
    for (const { id, kind, subject } of events) {
      if (!webhookKindNames.includes(kind)) continue;
      await tx.execute(sql`insert into webhook_deliveries (endpoint_id, partner_id, event_id, kind)
        select e.id, e.partner_id, ${id}, ${kind} from webhook_endpoints e where e.status = 'active' and ${kind} = any(e.kinds)
          and case when e.partner_id is null then ${concernsProgram(kind, sql`${subject}`)} else e.partner_id in (${partnersOf(kind, sql`${subject}`)}) end
        on conflict do nothing`);
    }
    return events.length;
  });
}

/**
 * Sends what is due, many at once but few to one endpoint, so that one that hangs holds up nobody else. Returns how many
 * arrived. Any number of workers may do so: a delivery is claimed for longer than its try may take.
 */
export async function deliverWebhooks(signal?: AbortSignal): Promise<{ delivered: number; tried: number }> {
  const busy = new Map<string, number>();
  const under = new Set<Promise<void>>();
  const count = { delivered: 0, tried: 0 };
  for (;;) {
    await spreadEvents();
    const full = [...busy].filter(([, n]) => n >= most.ofOneEndpoint).map(([endpoint]) => endpoint);
    const free = most.together - under.size;
    const due = free > 0 && !signal?.aborted ? await claimDue(full, free) : [];
    for (const delivery of due) {
      busy.set(delivery.endpoint, (busy.get(delivery.endpoint) ?? 0) + 1);
      count.tried++;
      const work = deliver(delivery, signal)
        .then((arrived) => {
          if (arrived) count.delivered++;
        })
        .finally(() => {
          busy.set(delivery.endpoint, (busy.get(delivery.endpoint) ?? 1) - 1);
          under.delete(work);
        });
      under.add(work);
    }
    if (under.size === 0) return count;
    await Promise.race([...under, new Promise((done) => setTimeout(done, 250))]);
  }
}

async function claimDue(full: string[], free: number): Promise<Due[]> {
  const due = await withWorker((tx) =>
    tx.execute<Due>(sql`
      with ranked as (select d.id, row_number() over (partition by d.endpoint_id order by d.next_at) as place from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
          where d.status = 'waiting' and d.next_at <= now() and e.status = 'active' and d.endpoint_id <> all (select jsonb_array_elements_text(${JSON.stringify(full)}::jsonb)::uuid)),
        due as (select d.id from webhook_deliveries d where d.id in (select id from ranked where place <= ${most.ofOneEndpoint}) and d.status = 'waiting' and d.next_at <= now()
          order by d.next_at limit ${free} for update skip locked)
      update webhook_deliveries d set tried = d.tried + 1, next_at = now() + interval '1 minute' from due, webhook_endpoints e, webhook_events v
      where d.id = due.id and e.id = d.endpoint_id and v.id = d.event_id
      returning d.id, e.id as endpoint, e.partner_id as partner, e.url, e.secret, case when e.old_until > now() then e.old_secret end as old,
        d.kind, v.subject_id as subject, v.at::text, d.tried`),
  );
  return [...due];
}

async function deliver(due: Due, signal?: AbortSignal): Promise<boolean> {
  try {
    const reader = await viewerOf(due);
    const data = reader && (await readPayload(reader, due.kind, due.subject));
    if (!data) return await note(due, null, "withheld");
    const body = JSON.stringify({ type: due.kind, timestamp: new Date(due.at).toISOString(), data });
    const secrets = [due.secret, ...(due.old ? [due.old] : [])].map((sealed) => unsealSecret(sealed, due.endpoint));
    const sent = await sendWebhook(due.url, body, signedHeaders(`msg_${due.id}`, new Date(), body, secrets), {
      signal,
    });
    if (sent.status === 410) await closeEndpoint(due.endpoint);
    return await note(due, sent, sent.error ? (due.tried >= mostDeliveries ? "dead" : "waiting") : "delivered");
  } catch (error) {
    const fault = { status: null, ms: 0, error: (error as Error).name };
    return note(due, fault, due.tried >= mostDeliveries ? "dead" : "waiting").catch(() => false);
  }
}

/**
 * The reader of a message: a company as none of its people, or the program; of a report its recipient, while they may see it.
 * A company that is suspended sees nothing.
 */
async function viewerOf({ partner, kind, subject }: Due): Promise<Viewer | null> {
  const personId = kind === "report.ready" ? await recipientOf(subject) : nobody;
  if (!personId) return null;
  const who = { personId, sessionId: nobody, name: "Webhooks", email: "" };
  if (!partner) return { ...who, kind: "staff", role: "admin" };
  const [open] = await withWorker((tx) =>
    tx.execute(
      sql`select 1 from partners where id = ${partner}::uuid and status <> 'suspended' and merged_into_id is null`,
    ),
  );
  return { ...who, kind: "partner", role: "partner_admin", partnerId: open ? partner : nobody, partnerName: "" };
}

async function note(due: Due, sent: Sent | null, status: "waiting" | "delivered" | "dead" | "withheld") {
  const one = sent && { at: new Date().toISOString(), ...sent };
  await withWorker((tx) =>
    tx.execute(sql`update webhook_deliveries set status = ${status}, next_at = now() + make_interval(secs => ${deliveryWait(due.tried, Math.random())}),
      delivered_at = case when ${status} = 'delivered' then now() end, tries = tries || ${JSON.stringify(one ? [one] : [])}::jsonb
      where id = ${due.id} and status = 'waiting' and tried = ${due.tried}`),
  );
  return status === "delivered";
}

/** The receiver says that it is gone for good: nothing more is sent there until somebody switches it on. */
const closeEndpoint = (id: string) =>
  withWorker((tx) => tx.execute(sql`update webhook_endpoints set status = 'gone' where id = ${id}`));
