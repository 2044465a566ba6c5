import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { deals } from "@/db/deals/schema";
import { reachable } from "@/db/metrics/dictionary";
import { booked } from "@/db/metrics/figures";
import { answerIn, reachOf, readProgram } from "@/db/metrics/queries";
import { countFacts, factsIn } from "@/db/metrics/rows";
import { registrations } from "@/db/registrations/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { type Evidence, mostFrozen } from "@/lib/issues/evidence";
import type { AskInput } from "@/lib/issues/form";
import { factName } from "@/lib/metrics/fact-name";
import { wholeText } from "@/lib/metrics/figure";
import { filterWords, metricQuery, periodOf, readMetricFilter } from "@/lib/metrics/filter";
import { factParts } from "@/lib/metrics/parts";
import { isMetricKey, metricOf } from "@/lib/metrics/registry";
import { definitionFor } from "@/lib/metrics/version";
import { dayIn, spanLabel } from "@/lib/period";

/** The figure of an address as it is at this moment, with the rows that it counts. Throws NotFound for one that is not the viewer's. */
export async function freeze(tx: Tx, viewer: Viewer, input: Pick<AskInput, "metric" | "query" | "about">, now: Date) {
  const metric = metricOf(input.metric);
  if (viewer.kind === "partner" && !metric.partnerSees) throw new NotFound("This metric");
  const filter = filterOf(input.query);
  const program = await readProgram(tx);
  const period = periodOf(filter, dayIn(program.timeZone, now));
  const where = reachable(viewer, filter.where);
  const book = filter.book && viewer.kind === "staff" ? viewer.personId : null;
  const reach = await booked(tx, reachOf(viewer, program, filter.partner || null), book);
  const { total } = await answerIn(tx, program, { metric: input.metric, span: period, where }, reach);
  const parts = await Promise.all(
    factParts(metric, reach.partners?.length === 1).map(async ({ key, label }) => {
      const question = { component: key, span: period, where };
      const [{ rows }, counted] = await Promise.all([
        factsIn(tx, program, reach, { ...question, limit: mostFrozen }),
        countFacts(tx, program, reach, question),
      ]);
      const kept = rows.map((row) => ({
        ref: row.ref,
        refId: row.refId,
        name: factName(row),
        day: row.day,
        value: row.value,
      }));
      return { component: key, label, ...counted, rows: kept };
    }),
  );
  const evidence: Evidence = {
    shown: wholeText(metric.unit, total.value, program.currency, "exact"),
    numerator: total.numerator,
    denominator: total.denominator,
    currency: program.currency,
    period: spanLabel(period),
    filters: [...filterWords(where), ...(book ? ["The asker’s own partners"] : [])],
    parts,
    about: input.about ? await aboutOf(tx, viewer, input.about) : null,
  };
  const definition = definitionFor(program.versions, input.metric, period);
  const query = metricQuery(
    { where, partner: filter.partner, book: filter.book },
    { from: period.from, to: period.to },
  );
  const kept = {
    periodFrom: period.from,
    periodTo: period.to,
    query,
    version: definition.version,
    asOf: now,
    value: total.value,
  };
  return { evidence, figure: { kept, partnerId: filter.partner || null, owner: definition.owner } };
}

type Kept = {
  metric: string;
  query: string;
  partnerId: string | null;
  periodFrom: string;
  periodTo: string;
  openedById: string | null;
};

/** The figure that a question is about, as it is now. */
export async function valueNow(tx: Tx, viewer: Viewer, issue: Kept): Promise<string | null> {
  if (!isMetricKey(issue.metric)) return null;
  const program = await readProgram(tx);
  const { where, book } = filterOf(issue.query);
  const reach = await booked(tx, reachOf(viewer, program, issue.partnerId), book ? issue.openedById : null);
  const span = { from: issue.periodFrom, to: issue.periodTo };
  const { total } = await answerIn(tx, program, { metric: issue.metric, span, where }, reach);
  return total.value;
}

const filterOf = (query: string) => {
  const parameters = new URLSearchParams(query);
  return readMetricFilter(
    Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)])),
  );
};

/** The deal or registration that the question is about, when the viewer may see it. Throws NotFound. */
export async function aboutOf(tx: Tx, viewer: Viewer, about: string): Promise<Evidence["about"]> {
  const [ref = "", refId = ""] = about.split(":");
  const found: Record<string, SQL> = {
    deal: sql`select deals.name from deals where deals.id = ${refId}::uuid and ${scope(viewer, deals)}`,
    registration: sql`select 'Registration of ' || registrations.customer_name as name from registrations where registrations.id = ${refId}::uuid and ${scope(viewer, registrations)}`,
  };
  const [row] = await tx.execute<{ name: string }>(found[ref] ?? sql`select null::text as name where false`);
  if (!row) throw new NotFound("This row");
  return { ref, refId, name: row.name, href: `/${ref}s/${refId}` };
}
