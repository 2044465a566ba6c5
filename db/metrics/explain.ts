import "server-only";
import { type Tx, withViewer } from "@/db/client";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { ComponentKey } from "@/lib/metrics/components";
import { dimensions, staffDimensions } from "@/lib/metrics/dimensions";
import { type MetricFilter, periodOf } from "@/lib/metrics/filter";
import { type LeftOutReason, reasonsFor } from "@/lib/metrics/left-out";
import { type FactPart, factParts } from "@/lib/metrics/parts";
import { readPlace } from "@/lib/metrics/place";
import { countsVisits, type MetricKey, metricOf } from "@/lib/metrics/registry";
import { definitionFor } from "@/lib/metrics/version";
import { dayIn, namedPeriod } from "@/lib/period";
import { kept } from "./answers";
import { reachable, readOptions } from "./dictionary";
import { booked } from "./figures";
import { readLineage } from "./lineage";
import { measure, type Reach } from "./measure";
import { type Answer, answerIn, type Group, reachOf, readProgram, shownOf, sumsOf } from "./queries";
import { type Counted, countFacts, type FactList, type FactPage, factsIn, partnerName } from "./rows";

const mostGroups = 100;
/** Of what is left out, a page is a glance: its export has all of it. */
const leftOutPerPage = 10;

/** A figure explained, and a page of the rows that it counts. Throws NotFound for a metric or partner that is not the viewer's. */
export async function readExplanation(viewer: Viewer, key: MetricKey, filter: MetricFilter, now: Date) {
  if (viewer.kind === "partner" && !metricOf(key).partnerSees) throw new NotFound("This metric");
  return withViewer(viewer, async () => {
    const [explained, behind, leftOut] = await Promise.all([
      explainMetric(viewer, key, filter, now),
      readBehind(viewer, key, filter, now),
      readLeftOut(viewer, key, filter, now),
    ]);
    return { explained, ...behind, leftOut };
  });
}

/** A figure explained: its value, cut by the filter's dimension and by month. Throws NotFound for a metric or partner that is not the viewer's. */
export async function explainMetric(viewer: Viewer, key: MetricKey, filter: MetricFilter, now: Date) {
  if (viewer.kind === "partner" && !metricOf(key).partnerSees) throw new NotFound("This metric");
  const question = { ...filter, key, component: "", after: "", why: "", leftAfter: "", book: bookOf(viewer, filter) };
  const asked = { name: "explain", question, aboutId: filter.partner, visits: countsVisits(key), now };
  return kept(viewer, asked, async (tx, at) => {
    const { program, period, where, reach, shown } = await asks(tx, viewer, filter, at);
    const by = filter.by && !(viewer.kind === "partner" && staffDimensions.has(filter.by)) ? filter.by : null;
    const trailing = { from: namedPeriod("trailing_12_months", period.to).from, to: period.to };
    const [answer, trend, options, partner, lineage] = await Promise.all([
      answerIn(tx, program, { metric: key, span: period, by, where }, reach),
      answerIn(tx, program, { metric: key, span: trailing, by: "month", where }, reach),
      readOptions(tx, viewer),
      filter.partner ? partnerName(tx, viewer, filter.partner) : null,
      readLineage(tx, viewer, key, reach.partners?.length === 1),
    ]);
    const countedAt = at.toISOString();
    const largest = by && dimensions[by].of !== "time" ? largestFirst(answer) : answer;
    const groupCount = answer.groups.length;
    return {
      program: shown,
      period,
      where,
      by,
      answer: largest,
      groupCount,
      trend,
      options,
      partner,
      lineage,
      definition: definitionFor(program.versions, key, period),
      countedAt,
    };
  });
}

/** What stands behind a figure: its parts, and a page of the rows of one, with what the figure itself says of that part. */
export type Behind = { parts: FactPart[]; component: ComponentKey; facts: FactList; measured: string };

/** The rows of one component: the one that the filter names, or the first. */
function readBehind(viewer: Viewer, key: MetricKey, filter: MetricFilter, now: Date): Promise<Behind> {
  const question = { ...filter, key, why: "", leftAfter: "", book: bookOf(viewer, filter) };
  const asked = { name: "rows", question, aboutId: filter.partner, visits: countsVisits(key), now };
  return kept(viewer, asked, async (tx, at) => {
    const { program, period, where, reach } = await asks(tx, viewer, filter, at);
    const { parts, component } = partOf(key, filter, reach);
    const rows = { component, span: period, where, after: readPlace(filter.after) };
    const [page, counted, sums] = await Promise.all([
      factsIn(tx, program, reach, rows),
      countFacts(tx, program, reach, rows),
      measure(tx, [component], [period], { by: null, where }, reach),
    ]);
    const measured = (sumsOf(sums)[component]?.value ?? 0n).toString();
    return { parts, component, facts: { ...page, ...counted }, measured };
  });
}

/** Why rows near to the figure are not in it, how many each, and a page of those of one reason. */
export type LeftOut = {
  component: ComponentKey;
  reasons: ({ key: LeftOutReason } & Counted)[];
  why: LeftOutReason | null;
  page: FactPage;
};

function readLeftOut(viewer: Viewer, key: MetricKey, filter: MetricFilter, now: Date): Promise<LeftOut> {
  const question = { ...filter, key, after: "", book: bookOf(viewer, filter) };
  const asked = { name: "left out", question, aboutId: filter.partner, visits: countsVisits(key), now };
  return kept(viewer, asked, async (tx, at) => {
    const { program, period, where, reach } = await asks(tx, viewer, filter, at);
    const { component } = partOf(key, filter, reach);
    const rows = { component, span: period, where };
    const wanted = reasonsFor(component, viewer.kind === "partner" ? "own" : reach.partners?.length === 1);
    const counts = await Promise.all(
      wanted.map(async (reason) => ({
        key: reason,
        ...(await countFacts(tx, program, reach, { ...rows, leftOut: reason })),
      })),
    );
    const found = counts.filter(({ count }) => count > 0);
    const why = (found.find((reason) => reason.key === filter.why) ?? found[0])?.key ?? null;
    const after = readPlace(filter.leftAfter);
    const page = why
      ? await factsIn(tx, program, reach, { ...rows, leftOut: why, after, limit: leftOutPerPage })
      : { rows: [], next: "" };
    return { component, reasons: found, why, page };
  });
}

function partOf(key: MetricKey, filter: MetricFilter, reach: Reach) {
  const parts = factParts(metricOf(key), reach.partners?.length === 1);
  const component = (parts.find((part) => part.key === filter.component) ?? parts[0])?.key;
  if (!component) throw new NotFound("This metric");
  return { parts, component };
}

const bookOf = (viewer: Viewer, filter: MetricFilter) =>
  filter.book && viewer.kind === "staff" ? viewer.personId : null;

async function asks(tx: Tx, viewer: Viewer, filter: MetricFilter, now: Date) {
  const program = await readProgram(tx);
  const period = periodOf(filter, dayIn(program.timeZone, now));
  const reach = await booked(tx, reachOf(viewer, program, filter.partner || null), bookOf(viewer, filter));
  return { program, shown: shownOf(program), period, where: reachable(viewer, filter.where), reach };
}

function largestFirst(answer: Answer): Answer {
  const value = (group: Group) => Number(group.value ?? -1);
  return { ...answer, groups: [...answer.groups].sort((a, b) => value(b) - value(a)).slice(0, mostGroups) };
}
