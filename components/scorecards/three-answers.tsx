import type { ComponentProps } from "react";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import type { ToDecide } from "@/lib/scorecards/decide";
import type { Answers } from "@/lib/scorecards/view";
import { DriverParts, signed } from "./driver-parts";
import { StatusBadge } from "./status-badge";

type ThreeAnswersProps = {
  answers: Answers;
  decide: readonly ToDecide[];
  currency: string;
  /** What the change is measured against. */
  against: string;
  /** The days that are asked about, and whose figures: what explanations are narrowed to. */
  days: ComponentProps<typeof DriverParts>["days"];
};

/** Are we on track, which drivers explain it, what must be decided now. */
export function ThreeAnswers({ answers, decide, currency, against, days }: ThreeAnswersProps) {
  const { status, says, change, gap } = answers;
  const explained = gap ?? change;
  return (
    <div className="grid items-stretch gap-4 lg:grid-cols-3 print:grid-cols-3 print:gap-2">
      <Card title="Are we on track?">
        <StatusBadge status={status} />
        <p className="text-ink mt-2 text-pretty print:text-xs">{says}.</p>
      </Card>
      <Card
        title="Which drivers explain it?"
        description={gap ? "Won revenue against what the target asks for by today" : `Won revenue against ${against}`}
      >
        <DriverParts parts={explained.parts} whole={explained.e4} currency={currency} days={days} />
        {gap ? (
          <p className="text-muted mt-2 text-xs print:hidden">
            Against {against}: {signed(change.e4, currency)}
            {change.parts[0] && change.e4 !== "0" ? `, most of it by ${change.parts[0].label.toLowerCase()}` : ""}.
          </p>
        ) : null}
      </Card>
      <Card title="What must be decided now?">
        {decide.length === 0 ? <p className="text-muted">Nothing waits for a decision.</p> : null}
        <ol className="space-y-2 print:space-y-1 print:text-xs">
          {decide.map(({ key, text, why, metricId }) => (
            <li key={key} className="text-pretty">
              {metricId ? (
                <TextLink quiet href={`#m-${metricId}`} className="text-ink">
                  {text}
                </TextLink>
              ) : (
                <span className="text-ink">{text}</span>
              )}
              <span className="text-muted block text-xs">{why}</span>
            </li>
          ))}
        </ol>
      </Card>
    </div>
  );
}
