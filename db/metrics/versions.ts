import "server-only";
import { sql } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { Refused } from "@/lib/errors";
import { type MetricKey, metricOf } from "@/lib/metrics/registry";
import { isWithin, type SettingValues } from "@/lib/metrics/settings";
import { definitionFor, type Wording } from "@/lib/metrics/version";
import type { ProposeInput } from "@/lib/metrics/version-form";
import { readProgram } from "./queries";

type Done = { audit: AuditEntry };

/** Proposes what a metric means from a day on; it counts once another person approves. Throws Refused. */
export async function proposeVersion(tx: Tx, actor: Actor, input: ProposeInput): Promise<Done> {
  const { metric, countsFrom, why } = input;
  const program = await readProgram(tx);
  const before = definitionFor(program.versions, metric, { from: countsFrom, to: "9999-12-31" });
  const settings = settingsOf(metric, input);
  const { meaning = "", exclusions = "", owner, validator } = input;
  const wording: Wording = {
    meaning: meaning || before.meaning,
    exclusions: exclusions || before.exclusions,
    owner,
    validator,
  };
  const was = { ...pick(before), ...before.settings };
  const becomes = { ...wording, ...settings };
  if (JSON.stringify(was) === JSON.stringify(becomes))
    throw new Refused("Nothing differs from the definition that holds");
  const [state] = await tx.execute<{ closed: string | null; open: boolean; last: number }>(sql`
    select (select max(to_on)::text from closed_periods) as closed, exists (select from metric_versions where metric = ${metric} and status = 'proposed') as open,
      (select coalesce(max(version), 1)::int from metric_versions where metric = ${metric} and status = 'approved') as last`);
  if (state?.open) throw new Refused("A version of this metric waits for an answer already");
  if (state?.closed && countsFrom < state.closed)
    throw new Refused(`Closed periods keep their definition: choose ${state.closed} or later`, "countsFrom");
  await tx.execute(sql`insert into metric_versions (metric, version, wording, settings, why, counts_from, proposed_by_id)
    values (${metric}, ${(state?.last ?? 1) + 1}, ${JSON.stringify(wording)}::jsonb, ${JSON.stringify(settings)}::jsonb, ${why}, ${countsFrom}, ${actor.personId})`);
  const after = { ...becomes, countsFrom };
  return { audit: { action: "metric.proposed", subject: subjectOf(metric), before: was, after, reason: why } };
}

/** Approves or refuses a proposed version. Nobody decides on their own. Throws Refused. */
export async function decideVersion(
  tx: Tx,
  actor: Actor,
  { versionId, decision, note = "" }: { versionId: string; decision: "approve" | "refuse"; note?: string },
): Promise<Done & { metric: string }> {
  const [open] = await tx.execute<{
    metric: MetricKey;
    version: number;
    by: string | null;
    from: string;
    closed: string | null;
  }>(sql`
    select metric, version, proposed_by_id as by, counts_from::text as "from", (select max(to_on)::text from closed_periods) as closed
    from metric_versions where id = ${versionId}::uuid and status = 'proposed' for update`);
  if (!open) throw new Refused("This version does not wait for an answer any more");
  if (open.by === actor.personId) throw new Refused("Another person decides on what you proposed");
  const approved = decision === "approve";
  if (approved && open.closed && open.from < open.closed)
    throw new Refused(`A period was closed meanwhile: it would have to count from ${open.closed} or later`);
  await tx.execute(
    sql`update metric_versions set status = ${approved ? "approved" : "refused"}, decided_at = now(), decided_by_id = ${actor.personId}, decision_note = ${note || null} where id = ${versionId}::uuid`,
  );
  // What pages were answered by the version before is no longer so.
  await tx.execute(sql`insert into metric_changes default values`);
  const action = approved ? "metric.approved" : "metric.refused";
  const after = { version: open.version, countsFrom: open.from };
  return { metric: open.metric, audit: { action, subject: subjectOf(open.metric), after, reason: note || null } };
}

/** The settings of the form, each within its limits. Throws Refused. */
function settingsOf(metric: MetricKey, input: ProposeInput): SettingValues {
  return Object.fromEntries(
    Object.entries(metricOf(metric).settings ?? {}).map(([name, setting]) => {
      const given = input[`set_${name}`];
      const value =
        setting.kind === "number"
          ? Number(given)
          : [given ?? []]
              .flat()
              .map(String)
              .filter((one) => one !== "");
      if (!isWithin(setting, value))
        throw new Refused(
          setting.kind === "number" ? `A whole number from ${setting.least} to ${setting.most}` : "Choose at least one",
          `set_${name}`,
        );
      return [name, value];
    }),
  );
}

const pick = ({ meaning, exclusions, owner, validator }: ReturnType<typeof definitionFor>) => ({
  meaning,
  exclusions,
  owner,
  validator,
});
const subjectOf = (metric: MetricKey) => ({ type: "metric", id: metric, name: metricOf(metric).label });
