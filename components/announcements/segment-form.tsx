import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/field";
import type { SegmentFilter } from "@/lib/announcements/form";
import { formatCount } from "@/lib/format";
import type { Option } from "@/lib/lists/links";

type SegmentFormProps = {
  filter: SegmentFilter;
  options: Record<keyof SegmentFilter, readonly Option[]>;
  reach: { companies: number; people: number; names: readonly string[] };
};

const legends: Record<keyof SegmentFilter, string> = {
  tier: "Tier",
  type: "Kind",
  status: "Status",
  region: "Region",
  country: "Country",
};

/** Whom it is for, as boxes that can be combined, and whom that reaches now. */
export function SegmentForm({ filter, options, reach }: SegmentFormProps) {
  const { companies, people, names } = reach;
  const more = companies - names.length;
  return (
    <Card title="1. For whom" description="Nothing ticked in a row means all of it.">
      <form action="/announcements/new" className="space-y-4">
        {(Object.keys(legends) as (keyof SegmentFilter)[]).map((name) =>
          options[name].length > 0 ? (
            <fieldset key={name}>
              <legend className="text-ink mb-1 font-medium">{legends[name]}</legend>
              <div className="flex max-h-32 flex-wrap gap-x-4 gap-y-1.5 overflow-y-auto">
                {options[name].map(({ value, label }) => (
                  <Checkbox
                    key={value}
                    id={`${name}-${value}`}
                    name={name}
                    value={value}
                    label={label}
                    defaultChecked={(filter[name] as string[]).includes(value)}
                  />
                ))}
              </div>
            </fieldset>
          ) : null,
        )}
        <Button>Show whom it reaches</Button>
      </form>
      <p className="text-ink mt-4 font-medium" role="status">
        {companies === 0
          ? "It reaches nobody now."
          : `It reaches ${formatCount(companies)} ${companies === 1 ? "company" : "companies"} with ${formatCount(people)} ${people === 1 ? "person" : "people"} in the portal.`}
      </p>
      {companies > 0 ? (
        <p className="text-muted mt-0.5 text-xs">
          {names.join(", ")}
          {more > 0 ? ` and ${formatCount(more)} more` : ""}. A company that comes to fit later sees it, too.
        </p>
      ) : null}
    </Card>
  );
}
