import { Card } from "@/components/ui/card";
import { cx } from "@/components/ui/class-names";
import { Icon, type IconName } from "@/components/ui/icon";
import { TextLink } from "@/components/ui/text-link";
import { formatCount } from "@/lib/format";
import type { Step, StepKind } from "@/lib/home/partner-steps";

const icons: Record<StepKind, IconName> = {
  lead: "send",
  returned: "file-text",
  protection: "shield-check",
  overdue: "clock",
  training: "graduation-cap",
};
const more: Record<StepKind, string> = {
  lead: "leads wait",
  returned: "registrations came back",
  protection: "protections end soon",
  overdue: "deals are past their day",
  training: "courses are due",
};

/** Three things to do next, the most pressing first, each one click away. */
export function NextSteps({ steps, company }: { steps: readonly Step[]; company: string }) {
  return (
    <Card title="What to do next" flush>
      {steps.length === 0 ? (
        <p className="text-muted px-5 pb-5">
          Nothing waits for {company}: no lead, question, ending protection or overdue deal.
        </p>
      ) : (
        <ol className="divide-line border-line divide-y border-t">
          {steps.map((step) => (
            <li key={step.id} className="hover:bg-hover relative flex items-start gap-3.5 px-5 py-3.5">
              <span
                className={cx(
                  "mt-0.5 grid size-8 shrink-0 place-items-center rounded-md",
                  step.late ? "bg-bad-soft text-bad" : "bg-accent-soft text-accent",
                )}
              >
                <Icon name={icons[step.kind]} label={step.late ? "Late" : undefined} />
              </span>
              <div className="min-w-0 flex-1">
                <a href={step.href} className="card-link text-ink font-medium wrap-anywhere">
                  {step.does}
                </a>
                <p className="text-muted mt-0.5 text-xs text-pretty">{step.says}</p>
                {step.others > 0 ? (
                  <p className="relative z-1 mt-0.5 inline-block text-xs">
                    <TextLink href={step.allHref}>
                      All {formatCount(step.others + 1)} {more[step.kind]}
                    </TextLink>
                  </p>
                ) : null}
              </div>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
