import "server-only";
import { type Tx, withViewer } from "@/db/client";
import { kept } from "@/db/metrics/answers";
import { figuresIn, readTargets } from "@/db/metrics/figures";
import { leadershipKeys } from "@/db/metrics/home";
import { type Answer, answerIn, type Program, reachOf, readProgram, shownOf } from "@/db/metrics/queries";
import { listTiers } from "@/db/program/queries";
import type { StaffViewer, Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { Cohort, Compared, Executive, Plan } from "@/lib/executive/view";
import { wholeText } from "@/lib/metrics/figure";
import { type MetricFilter, metricQuery, periodOf } from "@/lib/metrics/filter";
import { isMetricKey, type MetricKey, metricOf } from "@/lib/metrics/registry";
import { partnerTypes } from "@/lib/partners/words";
import {
  addDays,
  dayIn,
  elapsedPart,
  namedPeriod,
  type Period,
  previousPeriod,
  quartersUpTo,
  spanLabel,
} from "@/lib/period";
import { countThat } from "./movement";

/** Figures beside the scorecard, of those that the dictionary has. */
const moreKeys = [
  "contribution",
  "pipeline_contribution",
  "concentration",
  "new_pipeline",
  "average_deal_size",
  "market_coverage",
];

type Asked = { tx: Tx; program: Program; period: Period; before: Period };

/** The program on a page (req:W2): kept until a fact changes. For staff only: throws NotFound. */
export async function readExecutive(viewer: Viewer, filter: MetricFilter, now: Date): Promise<Executive> {
  if (viewer.kind !== "staff") throw new NotFound("This page");
  const question = { period: filter.period, from: filter.from, to: filter.to };
  return kept(viewer, { name: "executive", question, now }, (tx, at) => countExecutive(tx, viewer, filter, at));
}

async function countExecutive(tx: Tx, viewer: StaffViewer, filter: MetricFilter, now: Date): Promise<Executive> {
  const program = await readProgram(tx);
  const today = dayIn(program.timeZone, now);
  const period = periodOf(filter, today);
  const whole = previousPeriod(period);
  const before = elapsedPart(whole, period, today);
  const asked = { tx, program, period, before };
  const quarters = quartersUpTo(namedPeriod("this_quarter", today), 8);
  const span = { from: quarters[0]?.from ?? period.from, to: quarters.at(-1)?.to ?? period.to };
  const [plan, figures, byQuarter, regions, segments, types, cohorts, more, stalled] = await Promise.all([
    planOf(asked, today),
    figuresIn(tx, viewer, program, leadershipKeys, period, now),
    answerIn(tx, program, { metric: "sourced_revenue", span, by: "quarter" }, reachOf(viewer, program)),
    compare(asked, "region"),
    compare(asked, "segment"),
    compare(asked, "type"),
    cohortsOf(asked, viewer),
    Promise.all(moreKeys.filter(isMetricKey).map((key) => further(asked, key))),
    countThat(tx, "stalled", { book: null, since: today, today }),
  ]);
  return {
    ...{ program: shownOf(program), period, today, plan, figures, regions, segments, types, cohorts, more, stalled },
    comparedWith: `${spanLabel(whole)}${before.to === whole.to ? "" : " to date"}`,
    quarters: byQuarter.groups.map(({ group, label, value }) => ({ group, label, value })),
    quarter: quarters.at(-1)?.label ?? "",
  };
}

const everyone = (program: Program) => ({
  partners: null,
  dirty: program.dirty,
  today: program.today,
  versions: program.versions,
});

const ask = (
  { tx, program }: Asked,
  metric: MetricKey,
  span: Period,
  cut: Pick<Parameters<typeof answerIn>[2], "by" | "where"> = {},
) => answerIn(tx, program, { metric, span, ...cut }, everyone(program));

async function planOf(asked: Asked, today: string): Promise<Plan> {
  const { period } = asked;
  const nobody = { partnerId: null, ownerId: null };
  const [won, forecast, targets] = await Promise.all([
    ask(asked, "sourced_revenue", period),
    ask(asked, "forecast", period),
    readTargets(asked.tx, ["sourced_revenue"], period, nobody),
  ]);
  const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;
  const passed = days(period.from, addDays(today, 1)) / days(period.from, period.to);
  const [value, expected] = [won.total.value ?? "0", forecast.total.value ?? "0"];
  return {
    won: value,
    forecast: expected,
    expected: String(Math.max(0, Number(expected) - Number(value))),
    target: targets.get("sourced_revenue") ?? null,
    passed: Math.min(1, Math.max(0, passed)),
    lastDay: addDays(period.to, -1),
  };
}

/** What each value of a dimension brought, now and in the same days of the period before; the largest first. */
async function compare(asked: Asked, by: "region" | "segment" | "type"): Promise<Compared[]> {
  const [now, before] = await Promise.all([
    ask(asked, "sourced_revenue", asked.period, { by }),
    ask(asked, "sourced_revenue", asked.before, { by }),
  ]);
  return lines(now, before).map(({ key, label, ...values }) => ({
    ...{ key, label: by === "type" ? typeName(key, label) : label, ...values },
    href: hrefOf(asked.period, { [by]: [key] }),
  }));
}

/** The same for each type and tier together; of partners without a tier none. */
async function cohortsOf(asked: Asked, viewer: StaffViewer): Promise<Cohort[]> {
  const [tiers, now, before] = await Promise.all([
    listTiers(viewer),
    ask(asked, "sourced_revenue", asked.period, { by: "cohort" }),
    ask(asked, "sourced_revenue", asked.before, { by: "cohort" }),
  ]);
  const names = new Map(tiers.map(({ key, name }) => [key, name]));
  return lines(now, before).flatMap(({ key, label: _, ...values }): Cohort[] => {
    const [type = "", tier = ""] = key.split("/");
    if (!names.has(tier)) return [];
    const label = `${names.get(tier)} ${typeName(type, type)}`;
    return [
      {
        ...values,
        key: `${tier} ${type}`,
        tier,
        type,
        label,
        href: hrefOf(asked.period, { tier: [tier], type: [type] }),
      },
    ];
  });
}

async function further(asked: Asked, key: MetricKey) {
  const { total, currency } = await ask(asked, key, asked.period);
  const { label, unit } = metricOf(key);
  const { from, to } = asked.period;
  const text =
    unit === "money" ? wholeText(unit, total.value, currency, "short") : wholeText(unit, total.value, currency);
  return { key, label, text, href: `/metrics/${key}${metricQuery({ from, to })}` };
}

function lines(now: Answer, before: Answer) {
  const keys = new Map([...before.groups, ...now.groups].map(({ group, label }) => [group, label]));
  const value = (answer: Answer, key: string) => answer.groups.find(({ group }) => group === key)?.value ?? "0";
  return [...keys]
    .map(([key, label]) => ({ key, label, now: value(now, key), before: value(before, key) }))
    .sort(
      (a, b) => Number(b.now) - Number(a.now) || Number(b.before) - Number(a.before) || (a.label < b.label ? -1 : 1),
    );
}

const hrefOf = ({ from, to }: Period, where: MetricFilter["where"]) =>
  `/metrics/sourced_revenue${metricQuery({ from, to, where })}`;
const typeName = (key: string, label: string) => partnerTypes[key as keyof typeof partnerTypes] ?? label;
