import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import { TextLink } from "@/components/ui/text-link";
import { type Outcome, outcomes } from "@/lib/alerts/outcomes";
import { alertRuleOf, isAlertRule } from "@/lib/alerts/registry";
import { type Figures, hrefOfRow } from "@/lib/alerts/rule";
import { formatDay, formatInstant } from "@/lib/format";

type AlertFactsProps = {
  alert: {
    rule: string;
    figures: Figures;
    partnerId: string | null;
    partner: string | null;
    raisedAt: string;
    endedAt: string | null;
    resolvedAt: string | null;
    owner: string | null;
    snoozedUntil: string | null;
    outcome: string | null;
    note: string | null;
  };
  staff: boolean;
  timeZone: string;
};

/** Why it fired: the rule's method, and the rows behind it, each a link. */
export function AlertFacts({ alert, staff, timeZone }: AlertFactsProps) {
  const rows = alert.figures.rows ?? [];
  const at = (moment: string) => formatInstant(new Date(moment), timeZone);
  const done = alert.outcome ? outcomes[alert.outcome as Outcome] : null;
  return (
    <Card title="Why it fired">
      <DefinitionList
        items={[
          ...(alert.partnerId && alert.partner
            ? [{ term: "Partner", value: <TextLink href={`/partners/${alert.partnerId}`}>{alert.partner}</TextLink> }]
            : []),
          ...rows.map((row) => ({
            term: row.says,
            value: <TextLink href={hrefOfRow(row)}>{row.name}</TextLink>,
          })),
          { term: "The rule", value: isAlertRule(alert.rule) ? alertRuleOf(alert.rule).watches : alert.rule },
          { term: "Raised", value: at(alert.raisedAt) },
          ...(alert.endedAt ? [{ term: "Over", value: at(alert.endedAt) }] : []),
          ...(staff ? [{ term: "With", value: alert.owner, missing: "Nobody's yet" }] : []),
          ...(alert.snoozedUntil ? [{ term: "Put off until", value: formatDay(alert.snoozedUntil) }] : []),
          ...(done ? [{ term: "What was done", value: alert.note ? `${done.label}. ${alert.note}` : done.label }] : []),
        ]}
      />
    </Card>
  );
}
