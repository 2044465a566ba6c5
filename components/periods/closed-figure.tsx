import { Callout } from "@/components/ui/callout";
import { Disclosure } from "@/components/ui/disclosure";
import { TextLink } from "@/components/ui/text-link";
import { formatInstant } from "@/lib/format";
import { wholeText } from "@/lib/metrics/figure";
import { type MetricKey, metricOf } from "@/lib/metrics/registry";
import { MovedRows } from "./moved-rows";

type ClosedFigureProps = {
  metric: MetricKey;
  closed: {
    id: string;
    closedAt: string;
    revision: number;
    version: number;
    value: string | null;
    first: string | null;
    now: string | null;
    moved: Parameters<typeof MovedRows>[0]["rows"];
  };
  currency: string;
  timeZone: string;
  staff: boolean;
};

/** What a figure was closed as, and the rows by which it differs now. */
export function ClosedFigure({ metric, closed, currency, timeZone, staff }: ClosedFigureProps) {
  const { moved, revision, version } = closed;
  const text = (value: string | null) => wholeText(metricOf(metric).unit, value, currency, "exact");
  const how = revision === 1 ? "Closed" : "Restated";
  const on = formatInstant(new Date(closed.closedAt), timeZone);
  const said = `${how} on ${on} as ${text(closed.value)}${moved.length ? `; now ${text(closed.now)}` : ", and unchanged since"}`;
  return (
    <Callout tone={moved.length ? "warn" : "info"} title={said}>
      <p>
        By version {version} of the definition
        {revision > 1 ? `; it was first closed as ${text(closed.first)}` : ""}.
        {staff ? (
          <>
            {" "}
            <TextLink href={`/periods/${closed.id}`}>Open the closed period</TextLink>
          </>
        ) : null}
      </p>
      {moved.length ? (
        <Disclosure summary={`${moved.length} ${moved.length === 1 ? "row" : "rows"} moved it`}>
          <MovedRows rows={moved} currency={currency} timeZone={timeZone} staff={staff} />
        </Disclosure>
      ) : null}
    </Callout>
  );
}
