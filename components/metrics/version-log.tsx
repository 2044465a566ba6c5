import { Card } from "@/components/ui/card";
import { Timeline } from "@/components/ui/timeline";
import { roleLabels } from "@/lib/access/roles";
import { formatDay, formatInstant } from "@/lib/format";
import type { Metric } from "@/lib/metrics/metric";
import { type SettingValues, settingText } from "@/lib/metrics/settings";
import type { Wording } from "@/lib/metrics/version";

export type LoggedVersion = {
  id: string;
  version: number;
  status: "proposed" | "approved" | "refused";
  wording: Wording;
  settings: SettingValues;
  why: string;
  countsFrom: string;
  proposedBy: string | null;
  proposedAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
  note: string | null;
};
type VersionLogProps = { metric: Metric; versions: readonly LoggedVersion[]; program: string; timeZone: string };

/** Every version of a metric, newest first: what it said, from when, who proposed and who decided. The first is the portal's own. */
export function VersionLog({ metric, versions, program, timeZone }: VersionLogProps) {
  const first = { key: "1", sentence: "Version 1: the portal's own definition", when: "From the beginning" };
  return (
    <Card title="Versions" description="A closed period keeps the version that it was closed with.">
      <Timeline
        items={[
          ...versions.map((one) => ({
            key: one.id,
            sentence: sentenceOf(one, program),
            when: `${one.status === "approved" ? "Counts" : "To count"} from ${formatDay(one.countsFrom)}; ${one.decidedAt ? "decided" : "proposed"} ${formatInstant(new Date(one.decidedAt ?? one.proposedAt), timeZone)}`,
            tone:
              one.status === "approved"
                ? ("good" as const)
                : one.status === "proposed"
                  ? ("warn" as const)
                  : ("neutral" as const),
            detail: (
              <>
                {changesOf(metric, one).map((line) => (
                  <p key={line}>{line}</p>
                ))}
                <p>{one.why}</p>
                {one.note ? <p>{one.note}</p> : null}
              </>
            ),
          })),
          first,
        ]}
      />
    </Card>
  );
}

function sentenceOf({ version, status, proposedBy, decidedBy }: LoggedVersion, program: string): string {
  const who = proposedBy ?? program;
  if (status === "proposed") return `Version ${version}, proposed by ${who}, waits for a second person`;
  const verb = status === "approved" ? "approved" : "refused";
  return `Version ${version}, proposed by ${who}, ${verb} by ${decidedBy ?? program}`;
}

/** What a version says otherwise than the portal's own definition. */
function changesOf(metric: Metric, { settings, wording }: LoggedVersion): string[] {
  const set = Object.entries(metric.settings ?? {}).flatMap(([name, setting]) => {
    const value = settings[name];
    return value === undefined ? [] : [`${setting.label}: ${settingText(setting, value)}`];
  });
  const roles = [
    wording.owner ? `Owner: ${roleLabels[wording.owner]}` : "",
    wording.validator ? `Validator: ${roleLabels[wording.validator]}` : "",
  ];
  const words = wording.meaning && wording.meaning !== metric.meaning ? [wording.meaning] : [];
  return [...set, ...roles.filter(Boolean), ...words];
}
