import type { StaffRole } from "../access/roles";
import { addDays } from "../period";
import type { ComponentKey } from "./components";
import type { Metric } from "./metric";
import { type MetricKey, metricKeys, metricOf } from "./registry";
import { defaultsOf, formulaText, type SettingValues, withinLimits } from "./settings";

/** What a version says otherwise than the definition in the code. */
export type Wording = { meaning?: string; exclusions?: string; owner?: StaffRole; validator?: StaffRole };
/** A version that was approved, as far as figures need it. */
export type ApprovedVersion = {
  metric: string;
  version: number;
  countsFrom: string;
  settings: SettingValues;
  wording: Wording;
};

/** What a metric means on a day: its version, its words, and the settings that its facts are counted with. */
export type Definition = {
  version: number;
  label: string;
  meaning: string;
  formula: string;
  exclusions: string;
  owner: StaffRole;
  validator: StaffRole;
  settings: SettingValues;
};

type Span = { from: string; to: string };

/** The version in force on the last day of the span, or none: then the definition in the code holds, which is version 1. */
function versionAt(versions: readonly ApprovedVersion[], key: MetricKey, span: Span): ApprovedVersion | undefined {
  const last = addDays(span.to, -1);
  return versions
    .filter(({ metric, countsFrom }) => metric === key && countsFrom <= last)
    .sort((a, b) => (a.countsFrom < b.countsFrom ? -1 : a.countsFrom > b.countsFrom ? 1 : a.version - b.version))
    .at(-1);
}

/** The metric's definition as it holds for a span. */
export function definitionFor(versions: readonly ApprovedVersion[], key: MetricKey, span: Span): Definition {
  const metric = metricOf(key);
  const found = versionAt(versions, key, span);
  const settings = { ...defaultsOf(metric), ...withinLimits(metric, found?.settings ?? {}) };
  return {
    version: found?.version ?? 1,
    label: metric.label,
    meaning: found?.wording.meaning ?? metric.meaning,
    formula: formulaText(metric, settings),
    exclusions: found?.wording.exclusions ?? metric.exclusions,
    owner: found?.wording.owner ?? metric.owner,
    validator: found?.wording.validator ?? validatorOf(metric),
    settings,
  };
}

/** The settings that a component is counted with over a span. */
export function settingsFor(versions: readonly ApprovedVersion[], component: ComponentKey, span: Span): SettingValues {
  const values: SettingValues = {};
  for (const key of metricKeys) {
    const used = Object.entries(metricOf(key).settings ?? {}).filter(([, setting]) => setting.of === component);
    if (used.length === 0) continue;
    const { settings } = definitionFor(versions, key, span);
    for (const [name] of used) values[name] = settings[name] as number | string[];
  }
  return values;
}

/** Who validates a figure, unless a version says otherwise: money is checked by finance, everything else by the program's owner; nobody their own. */
export function validatorOf(metric: Metric): StaffRole {
  if (metric.owner === "finance") return "program_owner";
  return metric.unit === "money" || metric.unit === "ratio" ? "finance" : "channel_manager";
}
