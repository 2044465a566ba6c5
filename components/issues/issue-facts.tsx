import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import { TextLink } from "@/components/ui/text-link";
import { formatDay, formatInstant } from "@/lib/format";
import type { Evidence } from "@/lib/issues/evidence";
import { type IssueAnswer, issueAnswers } from "@/lib/issues/states";
import { wholeText } from "@/lib/metrics/figure";
import { isMetricKey, metricOf } from "@/lib/metrics/registry";

type IssueFactsProps = {
  issue: {
    metric: string;
    query: string;
    version: number;
    asOf: Date;
    evidence: Evidence;
    openedAt: Date;
    openedBy: string | null;
    owner: string | null;
    dueOn: string;
    partner: string | null;
    shared: boolean;
    answer: IssueAnswer | null;
    valueAfter: string | null;
  };
  staff: boolean;
  nobody: string;
  timeZone: string;
};

/** The figure that is questioned as it was, as it is since the answer, and who answers until when. */
export function IssueFacts({ issue, staff, nobody, timeZone }: IssueFactsProps) {
  const { evidence, answer } = issue;
  const metric = isMetricKey(issue.metric) ? metricOf(issue.metric) : null;
  const after = metric && answer ? wholeText(metric.unit, issue.valueAfter, evidence.currency, "exact") : null;
  const href = metric ? `/metrics/${issue.metric}${issue.query}` : evidence.about?.href;
  return (
    <Card title={`${metric?.label ?? issue.metric}, ${evidence.period}`}>
      <DefinitionList
        items={[
          { term: "It said", value: <strong className="font-semibold">{evidence.shown}</strong> },
          ...(after
            ? [
                {
                  term: "Since the answer",
                  value:
                    after === evidence.shown ? (
                      `${after}, unchanged`
                    ) : (
                      <strong className="font-semibold">{after}</strong>
                    ),
                },
              ]
            : []),
          ...(answer ? [{ term: "Answer", value: issueAnswers[answer].says }] : []),
          ...(evidence.about
            ? [
                {
                  term: "About the row",
                  value: evidence.about.href ? (
                    <TextLink href={evidence.about.href}>{evidence.about.name}</TextLink>
                  ) : (
                    evidence.about.name
                  ),
                },
              ]
            : []),
          { term: "Filters", value: evidence.filters.join("; ") || "None" },
          {
            term: "As of",
            value: `${formatInstant(issue.asOf, timeZone)} ${timeZone}${metric ? `, version ${issue.version} of the definition` : ""}`,
          },
          ...(href ? [{ term: "Now", value: <TextLink href={href}>Open it as it is now</TextLink> }] : []),
          { term: "Asked", value: `${issue.openedBy ?? nobody}, ${formatInstant(issue.openedAt, timeZone)}` },
          { term: "Answered by", value: issue.owner ?? (staff ? "Nobody yet" : nobody) },
          { term: "Due", value: formatDay(issue.dueOn) },
          ...(staff
            ? [{ term: "Read by", value: issue.partner && issue.shared ? `Staff and ${issue.partner}` : "Staff alone" }]
            : []),
        ]}
      />
    </Card>
  );
}
