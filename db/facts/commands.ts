import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { integrations, uptimeDays } from "@/db/integrations/schema";
import { fxRates, settings } from "@/db/program/schema";
import { channelCosts, targets } from "@/db/revenue/schema";
import { satisfactionAnswers } from "@/db/satisfaction/schema";
import { NotFound, Refused } from "@/lib/errors";
import type { EnteredKind, EnterInput, Entry } from "@/lib/facts/form";
import { saysOf } from "@/lib/facts/words";
import { metricOf } from "@/lib/metrics/registry";
import { readPeriod } from "@/lib/period";
import { storedOf } from "@/lib/scorecards/propose";
import { type NamedPartner, partnerNamed } from "./partner-named";
import { enteredFacts } from "./schema";

type Done = { audit: AuditEntry };
type Whose = NamedPartner | null;

const tables = { target: targets, cost: channelCosts, answer: satisfactionAnswers, uptime: uptimeDays } as const;

/** Enters a fact by hand, as a row like any imported one, with where it is from. The same entry again is refused. Throws Refused. */
export async function enterFact(tx: Tx, input: EnterInput, today: string): Promise<Done> {
  const partner = input.partner ? await partnerNamed(tx, input.partner) : null;
  if (input.what !== "target" && input.on > today) throw new Refused("This day has not come yet", "on");
  const rowId = await rowFor(tx, input, partner, today);
  const says = saysOf(input, partner?.name ?? null);
  const made = await tx
    .insert(enteredFacts)
    .values({ id: input.entryId, what: input.what, rowId, says, source: input.source })
    .onConflictDoNothing()
    .returning({ id: enteredFacts.id });
  if (made.length === 0) throw new Refused("This was entered already: open the page again for another one");
  const after = { entry: says, source: input.source };
  return { audit: entryOf("fact.entered", { id: input.entryId, says }, partner?.id ?? null, { after }) };
}

/** Takes an entry back: its row counts no more, and what was entered stays on the list with the reason. Throws NotFound, Refused. */
export async function takeBackFact(
  tx: Tx,
  actor: Actor,
  { entryId, why }: { entryId: string; why: string },
): Promise<Done> {
  const [entry] = await tx
    .select({
      what: enteredFacts.what,
      rowId: enteredFacts.rowId,
      says: enteredFacts.says,
      gone: enteredFacts.takenBackAt,
    })
    .from(enteredFacts)
    .where(eq(enteredFacts.id, entryId))
    .for("update");
  if (!entry) throw new NotFound("This entry");
  if (entry.gone) throw new Refused("This was taken back already");
  const table = tables[entry.what];
  const [row] = await tx.delete(table).where(eq(table.id, entry.rowId)).returning({ partnerId: table.partnerId });
  await tx
    .update(enteredFacts)
    .set({ takenBackAt: sql`now()`, takenBackById: actor.personId, why })
    .where(eq(enteredFacts.id, entryId));
  const { says } = entry;
  const before = { entry: says };
  return { audit: entryOf("fact.taken_back", { id: entryId, says }, row?.partnerId ?? null, { before, reason: why }) };
}

/** Writes the fact's own row and returns its id. */
function rowFor(tx: Tx, input: EnterInput, partner: Whose, today: string): Promise<string> {
  const rows: { [What in EnteredKind]: (entry: Entry<What>) => Promise<string> } = {
    target: (entry) => addTarget(tx, entry, partner, today),
    cost: (entry) => addCost(tx, entry, partner),
    answer: async ({ kind, score, on }) => {
      const values = { kind, score, answeredOn: on, partnerId: partner?.id ?? null };
      const [row] = await tx.insert(satisfactionAnswers).values(values).returning({ id: satisfactionAnswers.id });
      return row?.id as string;
    },
    uptime: (entry) => addUptime(tx, entry, partner),
  };
  return (rows[input.what] as (entry: EnterInput) => Promise<string>)(input);
}

/** One target and one baseline for a metric, a period and whose it is. */
async function addTarget(tx: Tx, { kind, metric, period, value }: Entry<"target">, partner: Whose, today: string) {
  const { from, to } = spanOf(period, today);
  const money = metricOf(metric).unit === "money";
  const same = and(
    ...[eq(targets.kind, kind), eq(targets.metric, metric), eq(targets.fromOn, from), eq(targets.toOn, to)],
    partner ? eq(targets.partnerId, partner.id) : isNull(targets.partnerId),
    isNull(targets.ownerId),
  );
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('targets', 0))`);
  const [there] = await tx.select({ id: targets.id }).from(targets).where(same).limit(1);
  if (there) throw new Refused(`There is a ${kind} of this metric for this period already`, "period");
  const [program] = await tx.select({ currency: settings.reportingCurrency }).from(settings);
  const stored = storedOf({ metric, unit: null }, value);
  const [row] = await tx
    .insert(targets)
    .values({
      ...{ kind, metric, fromOn: from, toOn: to, value: stored, partnerId: partner?.id ?? null },
      currency: money ? (program?.currency ?? null) : null,
    })
    .returning({ id: targets.id });
  return row?.id as string;
}

function spanOf(period: string, today: string) {
  try {
    return readPeriod(period, today);
  } catch (error) {
    throw new Refused((error as Error).message, "period");
  }
}

/** A currency that no rate is known of would count as nothing. */
async function addCost(tx: Tx, { kind, amount, currency, on }: Entry<"cost">, partner: Whose) {
  const [known] = await tx.execute(sql`select 1 from settings where reporting_currency = ${currency}
    union all select 1 from ${fxRates} where currency = ${currency} limit 1`);
  if (!known) throw new Refused(`No rate of ${currency} is in the portal`, "currency");
  const [row] = await tx
    .insert(channelCosts)
    .values({ kind, amountE4: amount, currency, spentOn: on, partnerId: partner?.id ?? null })
    .returning({ id: channelCosts.id });
  return row?.id as string;
}

async function addUptime(tx: Tx, { integration, on, minutesUp, minutesObserved }: Entry<"uptime">, partner: Whose) {
  if (!partner) throw new Refused("Name the partner whose integration it is", "partner");
  const own = await tx
    .select({ id: integrations.id, name: integrations.name })
    .from(integrations)
    .where(eq(integrations.partnerId, partner.id))
    .limit(50);
  const meant = integration ? own.filter(({ name }) => name.toLowerCase() === integration.toLowerCase()) : own;
  const [one, another] = meant;
  if (!one || another) {
    const names = own.map(({ name }) => name).join(", ");
    throw new Refused(names ? `Name one integration: ${names}` : `${partner.name} has no integration`, "integration");
  }
  const [row] = await tx
    .insert(uptimeDays)
    .values({ integrationId: one.id, partnerId: partner.id, on, minutesUp, minutesObserved })
    .onConflictDoNothing()
    .returning({ id: uptimeDays.id });
  if (!row) throw new Refused(`The uptime of ${one.name} on this day is known already`, "on");
  return row.id;
}

function entryOf(
  action: "fact.entered" | "fact.taken_back",
  { id, says }: { id: string; says: string },
  partnerId: string | null,
  rest: Pick<AuditEntry, "before" | "after" | "reason">,
): AuditEntry {
  return { action, subject: { type: "entered_fact", id, name: says }, partnerId, ...rest };
}
