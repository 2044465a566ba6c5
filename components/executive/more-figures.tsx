import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import type { Executive } from "@/lib/executive/view";

/** The scorecard as one line a figure on paper, and what stands beside it: contribution, concentration and the like. */
export function MoreFigures({ figures, more }: Pick<Executive, "figures" | "more">) {
  const kept = figures.map(({ key, label, value, unit, change, href }) => ({
    ...{ key, label, href, paper: true },
    text:
      value === null
        ? "–"
        : unit && unit !== "×"
          ? `${unit.length === 3 ? `${unit} ${value}` : `${value} ${unit}`}`
          : `${value}${unit ? ` ${unit}` : ""}`,
    change: change?.text ?? "",
  }));
  const lines = [...kept, ...more.map((one) => ({ ...one, paper: false, change: "" }))];
  return (
    <Card className={more.length === 0 ? "hidden print:block" : undefined}>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 xl:grid-cols-5 print:grid-cols-5 print:gap-y-2">
        {lines.map(({ key, label, text, href, paper, change }) => (
          <div key={key} className={paper ? "hidden print:block" : undefined}>
            <dt className="text-muted text-xs">{label}</dt>
            <dd className="text-ink mt-0.5 font-semibold tabular-nums">
              <TextLink href={href} quiet>
                {text}
              </TextLink>
              {change ? <span className="text-muted ml-2 text-xs font-normal">{change}</span> : null}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
