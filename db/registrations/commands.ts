import "server-only";
import { and, eq, notInArray, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { todayIn } from "@/db/program/queries";
import type { PartnerViewer } from "@/lib/access/viewer";
import { customerKeys } from "@/lib/deals/matching/customer";
import { missing } from "@/lib/deals/registrations/completeness";
import type { Amendment, RegistrationInput } from "@/lib/deals/registrations/form";
import { amendable, rewritable } from "@/lib/deals/registrations/states";
import { registrationNumber } from "@/lib/deals/registrations/words";
import { Refused } from "@/lib/errors";
import { decimalOfE4 } from "@/lib/money";
import { entry, findOwn } from "./own";
import { registrationLines, registrations } from "./schema";

type Done = { id: string; audit: AuditEntry };

/** Keeps a draft, or what was sent back, as it was typed. Throws NotFound, and Refused once it stands in line. */
export async function saveRegistration(tx: Tx, viewer: PartnerViewer, input: RegistrationInput): Promise<Done> {
  const values = {
    ...pick(input),
    amountE4: input.lines.reduce((sum, { amountE4 }) => sum + amountE4, 0n),
  };
  const id = input.registrationId ?? (await insertDraft(tx, viewer.partnerId, values));
  if (input.registrationId) {
    const { status } = await findOwn(tx, viewer, id);
    if (!(rewritable as readonly string[]).includes(status))
      throw new Refused("It was submitted already: open its page to see what may still be changed");
    await tx
      .update(registrations)
      .set({ ...values, updatedAt: sql`now()` })
      .where(eq(registrations.id, id));
  }
  await writeLines(tx, id, input.lines);
  const saved = await findOwn(tx, viewer, id);
  return { id, audit: entry("registration.saved", saved, viewer.partnerId) };
}

async function insertDraft(tx: Tx, partnerId: string, values: Partial<typeof registrations.$inferInsert>) {
  const columns = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? null]));
  const rows = await tx.execute<{ id: string }>(sql`insert into registrations
    (partner_id, customer_name, domain, country, contact_name, contact_email, contact_title, need, involvement, expected_close_on, amount_e4, currency)
    values (${partnerId}, ${columns.customerName}, ${columns.domain}, ${columns.country}, ${columns.contactName}, ${columns.contactEmail}, ${columns.contactTitle},
      ${columns.need}, ${columns.involvement}, ${columns.expectedCloseOn}, ${String(columns.amountE4)}::bigint, ${columns.currency}) returning id`);
  if (!rows[0]) throw new Error("The draft was not written");
  return rows[0].id;
}

async function writeLines(tx: Tx, id: string, lines: RegistrationInput["lines"]) {
  const kept = lines.map(({ lineNo }) => lineNo);
  await tx
    .delete(registrationLines)
    .where(
      and(
        eq(registrationLines.registrationId, id),
        kept.length > 0 ? notInArray(registrationLines.lineNo, kept) : undefined,
      ),
    );
  if (lines.length === 0) return;
  await tx
    .insert(registrationLines)
    .values(lines.map((line) => ({ ...line, registrationId: id })))
    .onConflictDoUpdate({
      target: [registrationLines.registrationId, registrationLines.lineNo],
      set: {
        productId: sql`excluded.product_id`,
        quantity: sql`excluded.quantity`,
        amountE4: sql`excluded.amount_e4`,
      },
    });
}

/**
 * Submits what was typed: it takes its place, or stands in line behind an earlier claim on the customer. Of two at once
 * the database lets one have it. Throws NotFound, and Refused with the first field that is missing.
 */
export async function submitRegistration(tx: Tx, viewer: PartnerViewer, input: RegistrationInput): Promise<Done> {
  const [lacking] = missing(input.typed, await todayIn(tx));
  if (lacking) throw new Refused(lacking.says, lacking.field);
  const { id } = await saveRegistration(tx, viewer, input);
  const keys = customerKeys({
    name: input.customerName,
    domain: input.domain ?? input.contactEmail,
    country: input.country,
  });
  const [answer] = await tx.execute<{ outcome: string; since: string | null; number: string | null }>(
    sql`select outcome, since::text, own_number::text as number from submit_registration(${id}, ${`{${keys.map((key) => `"${key.replace(/[\\"]/g, "\\$&")}"`).join(",")}}`}::text[])`,
  );
  if (answer?.outcome === "own")
    throw new Refused(
      `You registered this customer for one of these products already: ${registrationNumber(Number(answer.number))}`,
      "customerName",
    );
  if (answer?.outcome === "too_many")
    throw new Refused(
      "Your company has submitted as many registrations in 24 hours as the program allows: save it as a draft and submit it tomorrow",
    );
  if (answer?.outcome !== "submitted" && answer?.outcome !== "waiting")
    throw new Refused("It was submitted already: open its page to see how it stands");
  const saved = await findOwn(tx, viewer, id);
  return {
    id,
    audit: { ...entry("registration.submitted", saved, viewer.partnerId), after: { status: answer.outcome } },
  };
}

/** Takes a registration back, a draft without trace. Throws NotFound and Refused. */
export async function withdrawRegistration(
  tx: Tx,
  viewer: PartnerViewer,
  { registrationId, reason }: { registrationId: string; reason: string },
): Promise<Done> {
  const registration = await findOwn(tx, viewer, registrationId);
  if (registration.status === "approved" && reason === "")
    throw new Refused("Say why you give up the protection", "reason");
  const [row] = await tx.execute<{ done: boolean }>(
    sql`select withdraw_registration(${registrationId}, ${reason}) as done`,
  );
  if (!row?.done) throw new Refused("This registration has ended already");
  const before = { status: registration.status };
  return {
    id: registrationId,
    audit: { ...entry("registration.withdrawn", registration, viewer.partnerId), before, reason },
  };
}

/** Changes contact, need, close day and amounts of a registration that stands; what was there before stays in its history. */
export async function amendRegistration(tx: Tx, viewer: PartnerViewer, amendment: Amendment): Promise<Done> {
  const { registrationId: id, amounts, ...given } = amendment;
  const before = await findOwn(tx, viewer, id);
  if (!(amendable as readonly string[]).includes(before.status)) throw new Refused("This registration has ended");
  const lines = await tx
    .select({ lineNo: registrationLines.lineNo, amountE4: registrationLines.amountE4 })
    .from(registrationLines)
    .where(eq(registrationLines.registrationId, id));
  const after = lines.map((line) => ({ ...line, ...amounts.find(({ lineNo }) => lineNo === line.lineNo) }));
  const sum = after.reduce((total, { amountE4 }) => total + amountE4, 0n);
  const wanted = { ...terms(given as Terms), amountE4: lines.length > 0 ? sum : before.amountE4 };
  const changes = differences(before, wanted);
  if (Object.keys(changes).length === 0) throw new Refused("Nothing is different from what stands");
  for (const { lineNo, amountE4 } of after)
    await tx
      .update(registrationLines)
      .set({ amountE4 })
      .where(and(eq(registrationLines.registrationId, id), eq(registrationLines.lineNo, lineNo)));
  await tx
    .update(registrations)
    .set({ ...wanted, updatedAt: sql`now()` })
    .where(eq(registrations.id, id));
  await tx.execute(
    sql`insert into registration_events (registration_id, kind, changes) values (${id}, 'amended', ${JSON.stringify(changes)}::jsonb)`,
  );
  return { id, audit: { ...entry("registration.amended", before, viewer.partnerId), after: changes } };
}

const pick = (input: RegistrationInput) => ({
  customerName: input.customerName,
  domain: input.domain,
  country: input.country,
  involvement: input.involvement,
  currency: input.currency,
  ...terms(input),
});

type Terms = Pick<Amendment, "contactName" | "contactEmail" | "contactTitle" | "need" | "expectedCloseOn">;
const terms = ({ contactName, contactEmail, contactTitle, need, expectedCloseOn }: Terms): Terms => ({
  contactName,
  contactEmail,
  contactTitle,
  need,
  expectedCloseOn,
});

function differences(before: Record<string, unknown>, after: Record<string, unknown>) {
  const said = (value: unknown) =>
    typeof value === "bigint" ? decimalOfE4(value) : ((value ?? null) as string | null);
  return Object.fromEntries(
    Object.keys(after).flatMap((name) =>
      before[name] === after[name] || (before[name] ?? null) === (after[name] ?? null)
        ? []
        : [[name, [said(before[name]), said(after[name])] as [string | null, string | null]]],
    ),
  );
}
