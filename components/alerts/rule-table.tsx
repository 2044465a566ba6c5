import { DataTable } from "@/components/tables/data-table";
import { type Counted, littleUse, rateWords } from "@/lib/alerts/rates";
import { type AlertRuleKey, alertRuleOf } from "@/lib/alerts/registry";
import { type Chosen, type Severity, severities } from "@/lib/alerts/rule";
import { formatCount, formatInstant } from "@/lib/format";

type RuleTableProps = {
  rules: readonly {
    key: AlertRuleKey;
    active: boolean;
    chosen: Chosen;
    severity: Severity;
    evaluatedAt: string | null;
    counted: Counted;
  }[];
  timeZone: string;
  days: number;
};

/** Every rule: what it watches, its numbers, and what came of its alerts. */
export function RuleTable({ rules, timeZone, days }: RuleTableProps) {
  return (
    <DataTable
      caption="Rules of alerts"
      columns={[
        { key: "rule", label: "Rule" },
        { key: "state", label: "State" },
        { key: "numbers", label: "Numbers" },
        { key: "severity", label: "How urgent" },
        { key: "raised", label: `Raised in ${days} days`, align: "right" },
        { key: "use", label: "Of use" },
        { key: "asked", label: "Last asked", align: "right" },
      ]}
      rows={rules.map((rule) => {
        const { label, thresholds, every } = alertRuleOf(rule.key);
        const numbers = Object.entries(thresholds).map(
          ([key, { unit }]) => `${formatCount(rule.chosen[key] ?? 0)} ${unit}`,
        );
        return {
          key: rule.key,
          href: `/alerts/rules/${rule.key}`,
          cells: {
            rule: label,
            state: rule.active ? { text: "On", tone: "good" as const } : { text: "Off", tone: "neutral" as const },
            numbers: numbers.join(", "),
            severity: severities[rule.severity].label,
            raised: formatCount(rule.counted.raised),
            use: {
              text: rateWords(rule.counted),
              ...(littleUse(rule.counted) ? { tone: "warn" as const, spoken: "of little use" } : {}),
            },
            asked: rule.evaluatedAt
              ? formatInstant(new Date(rule.evaluatedAt), timeZone)
              : { missing: `Not yet: each ${every}` },
          },
        };
      })}
    />
  );
}
