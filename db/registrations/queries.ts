import "server-only";
import { and, asc, desc, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { products } from "@/db/deals/schema";
import { kept } from "@/db/metrics/answers";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { type RegistrationFilter, registrationsPerPage, shownOf, statusesOf } from "@/lib/deals/registrations/filter";
import type { PartnerRecord } from "@/lib/deals/registrations/unusual";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";
import { registrationEvents, registrationExtensions, registrationLines, registrations } from "./schema";

/** One page of registrations: those to decide by their due time, others by their last change. */
export function listRegistrations(viewer: Viewer, filter: RegistrationFilter) {
  return withViewer(viewer, async (tx) => {
    const rows = await tx
      .select({
        id: registrations.id,
        number: registrations.number,
        customerName: registrations.customerName,
        partner: partners.name,
        partnerId: registrations.partnerId,
        status: registrations.status,
        amountE4: registrations.amountE4,
        currency: registrations.currency,
        submittedAt: registrations.submittedAt,
        updatedAt: registrations.updatedAt,
        dueAt: registrations.dueAt,
        claimSince: registrations.claimSince,
        protectedUntil: registrations.protectedUntil,
      })
      .from(registrations)
      .innerJoin(partners, and(eq(partners.id, registrations.partnerId), scope(viewer, partners)))
      .where(and(scope(viewer, registrations), matches(viewer, filter)))
      .orderBy(...orderOf(viewer, filter))
      .limit(registrationsPerPage + 1)
      .offset((filter.page - 1) * registrationsPerPage);
    return { rows: rows.slice(0, registrationsPerPage), more: rows.length > registrationsPerPage };
  });
}

function matches(viewer: Viewer, { show, q }: RegistrationFilter): SQL | undefined {
  const statuses = sql.join(
    statusesOf(viewer.kind, show).map((status) => sql`${status}`),
    sql`, `,
  );
  const number = /^r?-?(\d{1,12})$/i.exec(q)?.[1];
  const words = q.length < 3 ? `${escaped(q)}%` : `%${escaped(q)}%`;
  const found = number
    ? eq(registrations.number, Number(number))
    : q
      ? sql`${registrations.customerName} ilike ${words}`
      : undefined;
  // A condition of the index by which staff's list is in order.
  const kept = viewer.kind === "staff" ? sql`${registrations.status} <> 'draft'` : undefined;
  return and(sql`${registrations.status} in (${statuses})`, kept, found);
}

const escaped = (text: string) => text.replace(/[\\%_]/g, "\\$&");

const orderOf = (viewer: Viewer, { show }: RegistrationFilter): SQL[] =>
  shownOf(viewer.kind, show) === "decide"
    ? [asc(registrations.dueAt), asc(registrations.id)]
    : [desc(registrations.updatedAt), desc(registrations.id)];

/** How many stand where now, each counted up to a thousand. */
export async function countRegistrations(viewer: Viewer): Promise<Record<string, number>> {
  const rows = await withViewer(viewer, (tx) =>
    tx.execute<{ status: string; n: number }>(sql`
      select s.status, (select count(*)::int from (select 1 from ${registrations} where ${registrations.status} = s.status and ${scope(viewer, registrations)} limit 1001) c) as n
      from unnest(array['draft','submitted','waiting','returned','approved']) s(status)`),
  );
  return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
}

/** One registration with its lines, history and extensions. Throws NotFound; to staff a draft does not exist. */
export async function getRegistration(viewer: Viewer, id: string) {
  if (!isId(id)) throw new NotFound("This registration");
  return withViewer(viewer, async (tx) => {
    const [[registration], lines, events, extensions] = await Promise.all([
      tx
        .select({ registration: registrations, partner: partners.name, submitter: people.name })
        .from(registrations)
        .innerJoin(partners, and(eq(partners.id, registrations.partnerId), scope(viewer, partners)))
        .leftJoin(people, and(eq(people.id, registrations.submittedById), scope(viewer, people)))
        .where(and(eq(registrations.id, id), scope(viewer, registrations)))
        .limit(1),
      tx
        .select({
          lineNo: registrationLines.lineNo,
          productId: registrationLines.productId,
          product: products.name,
          quantity: registrationLines.quantity,
          amountE4: registrationLines.amountE4,
        })
        .from(registrationLines)
        .leftJoin(products, and(eq(products.id, registrationLines.productId), scope(viewer, products)))
        .where(and(eq(registrationLines.registrationId, id), scope(viewer, registrationLines)))
        .orderBy(asc(registrationLines.lineNo))
        .limit(50),
      tx
        .select({
          id: registrationEvents.id,
          at: registrationEvents.at,
          kind: registrationEvents.kind,
          text: registrationEvents.text,
          internal: registrationEvents.internal,
          changes: registrationEvents.changes,
          person: people.name,
        })
        .from(registrationEvents)
        .leftJoin(people, and(eq(people.id, registrationEvents.personId), scope(viewer, people)))
        .where(and(eq(registrationEvents.registrationId, id), scope(viewer, registrationEvents)))
        .orderBy(desc(registrationEvents.at), desc(registrationEvents.id))
        .limit(200),
      tx
        .select({
          id: registrationExtensions.id,
          until: registrationExtensions.until,
          reason: registrationExtensions.reason,
          status: registrationExtensions.status,
          answer: registrationExtensions.answer,
          requestedById: registrationExtensions.requestedById,
        })
        .from(registrationExtensions)
        .where(and(eq(registrationExtensions.registrationId, id), scope(viewer, registrationExtensions)))
        .orderBy(desc(registrationExtensions.requestedAt))
        .limit(20),
    ]);
    if (!registration || (viewer.kind === "staff" && registration.registration.status === "draft"))
      throw new NotFound("This registration");
    const { registration: row, partner, submitter } = registration;
    return { ...row, partner, submitter, lines, events, extensions };
  });
}

export type RegistrationPage = Awaited<ReturnType<typeof getRegistration>>;

const recent = 200;

/** What became of a partner's latest registrations: what a reviewer looks at beside a new one. */
export async function partnerRecord(viewer: Viewer, partnerId: string) {
  const [row] = await withViewer(viewer, (tx) =>
    tx.execute<PartnerRecord>(sql`
      select (select count(*)::int from registrations o where o.partner_id = ${partnerId} and o.submitted_at > now() - interval '24 hours') as "lastDay",
        (select registrations_a_day from settings) as "mostADay", count(*)::int as registered,
        count(*) filter (where ${registrations.decision} = 'approved')::int as approved, count(${registrations.decision})::int as decided,
        count(*) filter (where exists (select 1 from deals d where d.id = ${registrations.dealId} and d.outcome = 'won' and ${registrations.decision} = 'approved'))::int as won,
        count(*) filter (where ${registrations.status} in ('submitted', 'waiting', 'returned'))::int as open
      from (select * from ${registrations} where ${registrations.partnerId} = ${partnerId} and ${registrations.submittedOn} is not null and ${scope(viewer, registrations)}
        order by ${registrations.submittedOn} desc limit ${recent}) registrations`),
  );
  return row as PartnerRecord;
}

type DecisionTimes = {
  answered: number;
  median: number | null;
  slowest: number | null;
  inTime: number | null;
  due: number;
};

/**
 * How long the first answer took in the last 30 days, for everybody to see: none of fewer than five. Staff read it as kept
 * since the last change; what a partner has kept does not grow stale by others' answers, so a partner's is of these five minutes.
 */
export function decisionTimes(viewer: Viewer, now = new Date()): Promise<DecisionTimes> {
  const question = viewer.kind === "partner" ? { minutes: Math.floor(now.getTime() / (5 * 60_000)) } : null;
  return kept(viewer, { name: "decision times", question, now }, countTimes);
}

async function countTimes(tx: Tx): Promise<DecisionTimes> {
  const [row] = await tx.execute<DecisionTimes>(
    sql`select answered, median_hours as median, p90_hours as slowest, in_time as "inTime", decision_hours as due from decision_times()`,
  );
  return row ?? { answered: 0, median: null, slowest: null, inTime: null, due: 48 };
}

/** Products to choose from, by name. */
export function listProducts(viewer: Viewer) {
  return withViewer(viewer, (tx) =>
    tx
      .select({ value: products.id, label: products.name })
      .from(products)
      .where(and(scope(viewer, products), isNotNull(products.name)))
      .orderBy(asc(products.name), asc(products.id))
      .limit(1000),
  );
}

/** The currencies that the program has rates for, its own first. */
export async function listCurrencies(viewer: Viewer): Promise<{ value: string; label: string }[]> {
  const rows = await withViewer(viewer, (tx) =>
    tx.execute<{ currency: string }>(sql`select reporting_currency as currency, 0 as place from settings
      union select distinct currency, 1 from fx_rates where currency <> (select reporting_currency from settings) order by place, currency`),
  );
  return rows.map(({ currency }) => ({ value: currency, label: currency }));
}
