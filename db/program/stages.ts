import "server-only";
import { asc, eq } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { stages } from "@/db/program/schema";
import { deadEnds } from "@/lib/deals/stage-moves";
import { isRequirement, stageRequirements } from "@/lib/deals/stage-requirements";
import { NotFound, Refused } from "@/lib/errors";
import { formatPercent } from "@/lib/format";
import type { StageInput } from "@/lib/program/stage-form";

type Kept = typeof stages.$inferSelect;

/**
 * Changes a stage's name, probability, what it asks for and where deals go from it; what it means (open, won, lost) stays.
 * Of two changes at once the second sees the first. Throws NotFound, and Refused for a name that is taken, a closed stage
 * with another probability, or moves that would leave deals in a stage for ever.
 */
export async function changeStage(tx: Tx, input: StageInput): Promise<{ audit: AuditEntry }> {
  const all = await tx.select().from(stages).orderBy(asc(stages.key)).for("update");
  const before = all.find(({ key }) => key === input.key);
  if (!before) throw new NotFound("This stage");
  const open = before.outcome === "open";
  const after: Kept = {
    ...before,
    name: input.name,
    probabilityBp: open ? input.probabilityBp : before.probabilityBp,
    requires: [...input.requires].sort(),
    movesTo: open && input.limited ? all.map(({ key }) => key).filter((key) => input.movesTo.includes(key)) : null,
  };
  refuseInconsistent(after, all);
  const [was, becomes] = [said(before, all), said(after, all)];
  if (JSON.stringify(was) === JSON.stringify(becomes))
    throw new Refused("Nothing was changed: the stage says this already");
  const { name, probabilityBp, requires, movesTo } = after;
  await tx.update(stages).set({ name, probabilityBp, requires, movesTo }).where(eq(stages.key, before.key));
  const subject = { type: "stage", id: before.key, name };
  return { audit: { action: "stage.changed", subject, before: was, after: becomes, reason: input.reason } };
}

function refuseInconsistent(after: Kept, all: readonly Kept[]): void {
  const others = all.filter(({ key }) => key !== after.key);
  if (others.some(({ name }) => name.toLowerCase() === after.name.toLowerCase()))
    throw new Refused(`There is a stage called ${after.name} already`, "name");
  const stuck = deadEnds([...others, after]).map(({ name }) => name);
  if (stuck.length > 0)
    throw new Refused(
      `Deals in ${stuck.join(" and ")} could never be closed: allow a move that leads to won or lost`,
      "limited",
    );
}

/** A stage as the audit log shows it. */
function said({ name, probabilityBp, requires, movesTo }: Kept, all: readonly Kept[]) {
  const named = (key: string) => all.find((one) => one.key === key)?.name ?? key;
  return {
    name,
    probability: formatPercent(probabilityBp / 10_000),
    requires: requires.map((key) => (isRequirement(key) ? stageRequirements[key].label : key)).sort(),
    movesTo: movesTo === null ? "any stage" : movesTo.map(named).sort(),
  };
}
