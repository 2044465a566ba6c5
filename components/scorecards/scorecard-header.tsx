import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import type { FormAction } from "@/lib/auth/form-state";
import { namedPeriod, spanLabel } from "@/lib/period";
import { reportHref } from "@/lib/reports/subjects";
import type { Status } from "@/lib/scorecards/status";
import { type TemplateKey, templates } from "@/lib/scorecards/templates";
import { StatusBadge } from "./status-badge";

type ScorecardHeaderProps = {
  partner: { id: string; name: string };
  scorecard: { goal: string; template: TemplateKey; owner: string | null };
  view: { answers: { status: Status }; reviews: readonly { id: string; state: "open" | "closed" }[] };
  today: string;
  period: { from: string; to: string };
  staff: boolean;
  edits: boolean;
  start?: FormAction;
};

/** The partnership and its goal; what is done with it next. */
export function ScorecardHeader({
  partner,
  scorecard,
  view,
  today,
  period,
  staff,
  edits,
  start,
}: ScorecardHeaderProps) {
  const open = view.reviews.find(({ state }) => state === "open");
  const here = `/scorecards/${partner.id}`;
  return (
    <>
      <PageHeader
        title={staff ? partner.name : "Scorecard"}
        breadcrumb={staff ? [{ label: "Scorecards", href: "/scorecards" }] : undefined}
        badges={<StatusBadge status={view.answers.status} />}
        state={`${scorecard.goal}. ${templates[scorecard.template].label} partnership${scorecard.owner ? `, led by ${scorecard.owner}` : ""}.`}
        actions={
          <>
            <LinkButton href={reportHref("scorecard", `partner=${partner.id}`)} icon="mail">
              Send me this
            </LinkButton>
            {edits ? (
              <LinkButton href={`${here}/edit`} icon="pencil">
                Edit
              </LinkButton>
            ) : null}
            {open ? (
              <LinkButton href={`${here}/reviews/${open.id}`} variant="primary">
                Continue the review
              </LinkButton>
            ) : start ? (
              <ActionForm action={start} hidden={{ partnerId: partner.id }} failed="No review was started.">
                <ActionButton variant="primary">Start a review</ActionButton>
              </ActionForm>
            ) : null}
          </>
        }
      />
      <Tabs
        label="Period"
        items={(["this_quarter", "last_quarter"] as const).map((key) => {
          const named = namedPeriod(key, today);
          return { href: `${here}?period=${key}`, label: spanLabel(named), current: named.from === period.from };
        })}
      />
    </>
  );
}
