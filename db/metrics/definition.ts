import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { scope } from "@/db/scope";
import { can } from "@/lib/access/permissions";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { type MetricKey, metricOf } from "@/lib/metrics/registry";
import type { SettingValues } from "@/lib/metrics/settings";
import { type ApprovedVersion, definitionFor, type Wording } from "@/lib/metrics/version";
import { dayIn, namedPeriod } from "@/lib/period";
import { kept } from "./answers";
import { readLineage } from "./lineage";
import { type Answer, answerIn, reachOf, readProgram, shownOf } from "./queries";
import { metricVersions } from "./schema";

export type VersionRow = {
  id: string;
  version: number;
  status: "proposed" | "approved" | "refused";
  wording: Wording;
  settings: SettingValues;
  why: string;
  countsFrom: string;
  proposedById: string | null;
  proposedBy: string | null;
  proposedAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
  note: string | null;
};
type Side = { value: string | null };
export type Preview = {
  period: { from: string; to: string };
  now: Side;
  then: Side;
  moved: { label: string; now: Side; then: Side }[];
  count: number;
};

/** What a metric means now, its versions, and for staff what a proposed one would move. Throws NotFound for a metric that is not the viewer's. */
export async function readDefinition(viewer: Viewer, key: MetricKey, now: Date) {
  if (viewer.kind === "partner" && !metricOf(key).partnerSees) throw new NotFound("This metric");
  return withViewer(viewer, async (tx) => {
    const program = await readProgram(tx);
    const period = namedPeriod("this_quarter", dayIn(program.timeZone, now));
    const [versions, lineage] = await Promise.all([
      listVersions(tx, viewer, key),
      readLineage(tx, viewer, key, viewer.kind === "partner"),
    ]);
    const open = versions.find(({ status }) => status === "proposed") ?? null;
    const preview = open && can(viewer, "metrics.propose") ? await readPreview(viewer, key, open, now) : null;
    return {
      program: shownOf(program),
      definition: definitionFor(program.versions, key, period),
      versions,
      lineage,
      open,
      preview,
    };
  });
}

async function listVersions(tx: Tx, viewer: Viewer, key: MetricKey): Promise<VersionRow[]> {
  const staff = viewer.kind === "staff";
  const people = staff
    ? sql`metric_versions.proposed_by_id as "proposedById", (select name from people where people.id = metric_versions.proposed_by_id) as "proposedBy",
        (select name from people where people.id = metric_versions.decided_by_id) as "decidedBy", metric_versions.decision_note as note`
    : sql`null::uuid as "proposedById", null::text as "proposedBy", null::text as "decidedBy", null::text as note`;
  return [
    ...(await tx.execute<VersionRow>(sql`select metric_versions.id, metric_versions.version, metric_versions.status, metric_versions.wording, metric_versions.settings, metric_versions.why,
        metric_versions.counts_from::text as "countsFrom", to_json(metric_versions.proposed_at)#>>'{}' as "proposedAt", to_json(metric_versions.decided_at)#>>'{}' as "decidedAt", ${people}
      from metric_versions where metric_versions.metric = ${key} and ${scope(viewer, metricVersions)} order by metric_versions.proposed_at desc, metric_versions.id limit 100`)),
  ];
}

const mostMoved = 10;

/** The figure of this quarter as it is and as the proposed version would have it, and the partners that it moves most. */
function readPreview(viewer: Viewer, key: MetricKey, open: VersionRow, now: Date): Promise<Preview> {
  return kept(viewer, { name: "preview", question: { id: open.id }, visits: true, now }, async (tx, at) => {
    const program = await readProgram(tx);
    const { from, to } = namedPeriod("this_quarter", dayIn(program.timeZone, at));
    const draft: ApprovedVersion = {
      metric: key,
      version: open.version,
      countsFrom: "9999-01-01",
      settings: open.settings,
      wording: open.wording,
    };
    const versions = [
      ...program.versions.filter(({ metric }) => metric !== key),
      { ...draft, countsFrom: "1900-01-01" },
    ];
    const asked = { metric: key, span: { from, to }, by: "partner" } as const;
    const today = await answerIn(tx, program, asked, reachOf(viewer, program));
    const drafted = { ...program, versions };
    const then = await answerIn(tx, drafted, asked, reachOf(viewer, drafted));
    const moved = movedGroups(today, then);
    return {
      period: { from, to },
      now: { value: today.total.value },
      then: { value: then.total.value },
      moved: moved.slice(0, mostMoved),
      count: moved.length,
    };
  });
}

function movedGroups(today: Answer, then: Answer): Preview["moved"] {
  const before = new Map(today.groups.map((group) => [group.group, group]));
  const by = ({ now, then: after }: Preview["moved"][number]) =>
    Math.abs(Number(after.value ?? 0) - Number(now.value ?? 0));
  return then.groups
    .map((group) => ({
      label: group.label,
      now: { value: before.get(group.group)?.value ?? null },
      then: { value: group.value },
    }))
    .filter((row) => row.now.value !== row.then.value)
    .sort((a, b) => by(b) - by(a));
}
