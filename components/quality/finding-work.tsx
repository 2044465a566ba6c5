import { ActionButton, ActionForm, ActionTextarea } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import type { FormAction } from "@/lib/auth/form-state";
import { formatInstant } from "@/lib/format";
import { isQualityRule, qualityRuleOf } from "@/lib/quality/registry";
import { mendHref } from "@/lib/quality/rule";
import { labelOfSource } from "@/lib/quality/view";

type FindingWorkProps = {
  finding: {
    id: string;
    rule: string;
    subjectType: string;
    subjectId: string;
    partnerId: string | null;
    partner: string | null;
    source: string;
    seenAt: string;
    resolvedAt: string | null;
    acceptedAt: string | null;
    acceptedBy: string | null;
    acceptedWhy: string | null;
  };
  timeZone: string;
  /** Null for who may not. */
  accept: FormAction | null;
  reopen: FormAction | null;
};

/** What a finding is about, how it is mended, and that it may be accepted as it is. */
export function FindingWork({ finding, timeZone, accept, reopen }: FindingWorkProps) {
  const rule = isQualityRule(finding.rule) ? qualityRuleOf(finding.rule) : null;
  const at = (instant: string | null) => (instant ? formatInstant(new Date(instant), timeZone) : null);
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <Card
        title={finding.resolvedAt ? "It was mended" : "How it is mended"}
        description={`${rule?.mend ?? ""} The finding ends by itself with the next check.`}
      >
        <LinkButton href={mendHref(finding.rule, finding)} variant="primary">
          Open the record
        </LinkButton>
        {!finding.resolvedAt && !finding.acceptedAt && accept ? (
          <ActionForm
            action={accept}
            hidden={{ findingId: finding.id }}
            failed="It was not accepted."
            className="mt-5 space-y-4"
          >
            <ActionTextarea
              name="why"
              label="Or is it right as it is?"
              help="Say why. It then counts as passing, until something else is found there."
              rows={2}
              maxLength={500}
            />
            <ActionButton>Accept it as it is</ActionButton>
          </ActionForm>
        ) : null}
        {finding.acceptedAt && !finding.resolvedAt && reopen ? (
          <ActionForm action={reopen} hidden={{ findingId: finding.id }} failed="It was not changed." className="mt-5">
            <ActionButton icon="undo-2">Do not accept it any more</ActionButton>
          </ActionForm>
        ) : null}
      </Card>
      <Card title="About it">
        <DefinitionList
          items={[
            { term: "What the rule asks", value: rule?.asks ?? null },
            { term: "Partner", value: finding.partner, missing: "Of no partner" },
            { term: "From", value: labelOfSource(finding.source) },
            { term: "First seen", value: at(finding.seenAt) },
            ...(finding.resolvedAt ? [{ term: "Mended", value: at(finding.resolvedAt) }] : []),
            ...(finding.acceptedAt
              ? [
                  {
                    term: "Accepted",
                    value: `${at(finding.acceptedAt)} by ${finding.acceptedBy}: ${finding.acceptedWhy}`,
                  },
                ]
              : []),
          ]}
        />
      </Card>
    </div>
  );
}
