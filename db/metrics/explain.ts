import "server-only";
import { type Tx, withViewer } from "@/db/client";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { ComponentKey } from "@/lib/metrics/components";
import { dimensions, staffDimensions } from "@/lib/metrics/dimensions";
import { type MetricFilter, periodOf } from "@/lib/metrics/filter";
import { type FactPart, factParts } from "@/lib/metrics/parts";
import { type MetricKey, metricOf } from "@/lib/metrics/registry";
import { dayIn, namedPeriod } from "@/lib/period";
import { kept } from "./answers";
import { reachable, readOptions } from "./dictionary";
import { booked } from "./figures";
import { type Answer, answerIn, type Group, reachOf, readProgram, shownOf } from "./queries";
import { type FactList, factsIn, partnerName, rowsPerPage } from "./rows";

const mostGroups = 100;

/** A figure explained, and a page of the rows that it counts. Throws NotFound for a metric or partner that is not the viewer's. */
export async function readExplanation(viewer: Viewer, key: MetricKey, filter: MetricFilter, now: Date) {
  if (viewer.kind === "partner" && !metricOf(key).partnerSees) throw new NotFound("This metric");
  return withViewer(viewer, async () => {
    const [explained, behind] = await Promise.all([
      explainMetric(viewer, key, filter, now),
      readBehind(viewer, key, filter, now),
    ]);
    return { explained, ...behind };
  });
}

/** A figure explained: its value, cut by the filter's dimension and by month. Throws NotFound for a metric or partner that is not the viewer's. */
export async function explainMetric(viewer: Viewer, key: MetricKey, filter: MetricFilter, now: Date) {
  if (viewer.kind === "partner" && !metricOf(key).partnerSees) throw new NotFound("This metric");
  const question = { ...filter, key, component: "", page: 1, book: bookOf(viewer, filter) };
  const asked = { name: "explain", question, aboutId: filter.partner, visits: key === "portal_adoption", now };
  return kept(viewer, asked, async (tx, at) => {
    const { program, period, where, reach, shown } = await asks(tx, viewer, filter, at);
    const by = filter.by && !(viewer.kind === "partner" && staffDimensions.has(filter.by)) ? filter.by : null;
    const trailing = { from: namedPeriod("trailing_12_months", period.to).from, to: period.to };
    const [answer, trend, options, partner] = await Promise.all([
      answerIn(tx, program, { metric: key, span: period, by, where }, reach),
      answerIn(tx, program, { metric: key, span: trailing, by: "month", where }, reach),
      readOptions(tx, viewer),
      filter.partner ? partnerName(tx, viewer, filter.partner) : null,
    ]);
    const countedAt = at.toISOString();
    const largest = by && dimensions[by].of !== "time" ? largestFirst(answer) : answer;
    const groupCount = answer.groups.length;
    return { program: shown, period, where, by, answer: largest, groupCount, trend, options, partner, countedAt };
  });
}

/** The rows of one component: the one that the filter names, or the first. */
function readBehind(viewer: Viewer, key: MetricKey, filter: MetricFilter, now: Date) {
  const question = { ...filter, key, book: bookOf(viewer, filter) };
  const asked = { name: "rows", question, aboutId: filter.partner, visits: key === "portal_adoption", now };
  return kept(
    viewer,
    asked,
    async (tx, at): Promise<{ parts: FactPart[]; component: ComponentKey; facts: FactList }> => {
      const { program, period, where, reach } = await asks(tx, viewer, filter, at);
      const parts = factParts(metricOf(key), reach.partners?.length === 1);
      const component = (parts.find((part) => part.key === filter.component) ?? parts[0])?.key;
      if (!component) throw new NotFound("This metric");
      const offset = (filter.page - 1) * rowsPerPage;
      return { parts, component, facts: await factsIn(tx, program, reach, { component, span: period, where, offset }) };
    },
  );
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
