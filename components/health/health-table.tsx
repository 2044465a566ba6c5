import { Moment } from "@/components/jobs/moment";
import { DataTable } from "@/components/tables/data-table";
import { Badge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/text-link";
import { type HealthRow, healthStates } from "@/lib/health/view";

type HealthTableProps = { rows: readonly HealthRow[]; now: Date; timeZone: string };

/** Each part of the machinery: how it does, since when, and what to do when it is not well. */
export function HealthTable({ rows, now, timeZone }: HealthTableProps) {
  return (
    <DataTable
      caption="Parts of the portal"
      columns={[
        { key: "part", label: "Part" },
        { key: "state", label: "State" },
        { key: "says", label: "What there is" },
        { key: "at", label: "Since or last" },
      ]}
      rows={rows.map(({ label, state, says, at, href, todo }) => ({
        key: label,
        cells: {
          part: href ? <TextLink href={href}>{label}</TextLink> : <span className="text-ink font-medium">{label}</span>,
          state: <Badge tone={healthStates[state].tone}>{healthStates[state].label}</Badge>,
          says: (
            <span className="block whitespace-normal sm:min-w-96">
              {says}
              {todo && state !== "well" ? <span className="text-muted block text-xs">{todo}</span> : null}
            </span>
          ),
          at: at ? <Moment at={at} now={now} timeZone={timeZone} /> : "–",
        },
      }))}
    />
  );
}
