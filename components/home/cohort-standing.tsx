import { Card } from "@/components/ui/card";
import { cx } from "@/components/ui/class-names";
import { formatCount } from "@/lib/format";
import { type CohortLine, cohortName } from "@/lib/home/cohort";

type CohortStandingProps = {
  lines: readonly CohortLine[];
  cohort: { type: string; tier: string | null; tierName: string | null };
  period: string;
};

const quarters = [0, 1, 2, 3] as const;

/** Where a partner stands among those of its type and tier: in which quarter of them, and between which values. */
export function CohortStanding({ lines, cohort, period }: CohortStandingProps) {
  return (
    <Card
      title="Where you stand among partners like you"
      description={`${cohortName(cohort)}, ${period}. Shown where five or more of them have a value; never what one of them has.`}
      flush
    >
      <ul className="divide-line border-line divide-y border-t">
        {lines.map(({ key, label, own, href, says, place, partners, quartiles }) => (
          <li key={key} className="hover:bg-hover relative grid gap-x-6 gap-y-1 px-5 py-3 sm:grid-cols-[1fr_auto]">
            <div className="min-w-0">
              <a href={href} className="card-link text-ink font-medium">
                {label}
              </a>
              <p className="text-muted text-xs text-pretty">
                Of {formatCount(partners)}, a quarter has {quartiles.q1} or less, half {quartiles.median} or less, a
                quarter {quartiles.q3} or more.
              </p>
            </div>
            <div className="sm:text-right">
              <p className="text-ink font-semibold tabular-nums">{own}</p>
              <p className="flex items-center gap-2 text-xs sm:justify-end">
                <span aria-hidden className="flex gap-0.5">
                  {quarters.map((quarter) => (
                    <span
                      key={quarter}
                      className={cx("h-1.5 w-4 rounded-full", quarter === place ? "bg-accent" : "bg-line")}
                    />
                  ))}
                </span>
                <span className="text-body">{says}</span>
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
