import type { Metric, Setting } from "./metric";

export type SettingValues = Record<string, number | string[]>;

/** What holds unless a version says otherwise. */
export const defaultsOf = (metric: Metric): SettingValues =>
  Object.fromEntries(Object.entries(metric.settings ?? {}).map(([name, setting]) => [name, defaultOf(setting)]));

const defaultOf = (setting: Setting) => (setting.kind === "number" ? setting.default : [...setting.default]);

/** Only what the definition declares, within its limits: whatever else is stored does not count. */
export function withinLimits(metric: Metric, given: SettingValues): SettingValues {
  return Object.fromEntries(
    Object.entries(metric.settings ?? {}).flatMap(([name, setting]) =>
      name in given && isWithin(setting, given[name]) ? [[name, given[name] as number | string[]]] : [],
    ),
  );
}

/** Whether a value is one that the setting may have. */
export function isWithin(setting: Setting, value: unknown): boolean {
  if (setting.kind === "number")
    return Number.isInteger(value) && Number(value) >= setting.least && Number(value) <= setting.most;
  return Array.isArray(value) && value.length > 0 && value.every((one) => Object.hasOwn(setting.options, one));
}

/** A setting's value in words. */
export function settingText(setting: Setting, value: number | string[]): string {
  if (!Array.isArray(value)) return String(value);
  const words = value.map((one) => (setting.kind === "several" ? (setting.options[one] ?? one) : one));
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** The formula with the settings that hold, or the defaults, in place of their names in braces. */
export function formulaText(metric: Metric, settings: SettingValues = defaultsOf(metric)): string {
  return metric.formula.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const [setting, value] = [metric.settings?.[name], settings[name]];
    return setting && value !== undefined ? settingText(setting, value) : whole;
  });
}
