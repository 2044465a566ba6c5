import "server-only";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { accounts, activities, deals, products } from "@/db/deals/schema";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { revenueLines } from "@/db/revenue/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import type { Checklist } from "@/lib/record/onboarding";
import type { Side, Task, TaskKind } from "@/lib/record/tasks";
import { doneOn, launchedOn } from "./onboarding";
import { partnerContracts, partnerTasks } from "./schema";

export const logPerPage = 40;
const shownLines = 12;

/** The contacts of a partner: those never reviewed first, then the longest ago. */
export function listContacts(viewer: Viewer, partnerId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: people.id,
        name: people.name,
        title: people.title,
        email: people.email,
        phone: people.phone,
        part: people.part,
        reviewedOn: people.reviewedOn,
        access: people.access,
      })
      .from(people)
      .where(and(eq(people.partnerId, partnerId), scope(viewer, people)))
      .orderBy(sql`${people.access} = 'disabled'`, sql`${people.reviewedOn} asc nulls first`, asc(people.name))
      .limit(200),
  );
}

/** What was logged about a partner, newest first, a page of it and whether there is more. A partner reads what is shared. */
export function listLog(viewer: Viewer, partnerId: string, page: number) {
  return withViewer(viewer, async (tx) => {
    const rows = await tx
      .select({
        id: activities.id,
        kind: activities.kind,
        subject: activities.subject,
        body: activities.body,
        internal: activities.internal,
        on: activities.on,
        by: people.name,
        dealId: deals.id,
        deal: deals.name,
      })
      .from(activities)
      .leftJoin(people, and(eq(people.id, activities.personId), scope(viewer, people)))
      .leftJoin(deals, and(eq(deals.id, activities.dealId), scope(viewer, deals)))
      .where(and(eq(activities.partnerId, partnerId), scope(viewer, activities)))
      .orderBy(desc(activities.on), asc(activities.id))
      .limit(logPerPage + 1)
      .offset((page - 1) * logPerPage);
    return { rows: rows.slice(0, logPerPage), more: rows.length > logPerPage };
  });
}

/** The tasks, milestones and onboarding steps of a partner by their day, with what shows by itself that they are done. */
export function listTasks(viewer: Viewer, partnerId: string): Promise<Task[]> {
  return withViewer(viewer, async (tx) => {
    const rows = await tx.execute<Task & { kind: TaskKind; side: Side }>(sql`
      select t.id, t.kind, t.step, t.title, t.note, t.side, people.name as owner, t.due_on::text as "dueOn", ${doneOn}::text as "doneOn",
        t.done_on is null and ${doneOn} is not null as shown, t.internal
      from (select id, partner_id, kind, step, position, title, note, side, owner_id, due_on, done_on, internal from ${partnerTasks} where ${partnerTasks.partnerId} = ${partnerId}::uuid and ${scope(viewer, partnerTasks)} offset 0) t
        left join ${people} on ${people.id} = t.owner_id and ${scope(viewer, people)}
      order by t.kind <> 'onboarding', t.due_on, t.position, t.id limit 300`);
    return [...rows];
  });
}

/** The onboarding steps of a partner; of one that has none, nothing else is read. */
export function readChecklist(viewer: Viewer, partnerId: string): Promise<Checklist> {
  return withViewer(viewer, async () => {
    const steps = (await listTasks(viewer, partnerId)).filter(({ kind }) => kind === "onboarding");
    const launch = steps.length > 0 ? await readLaunch(viewer, partnerId) : { signedOn: null, launchedOn: null };
    return { steps, launch };
  });
}

/** When a partner signed and launched, as the metric `time_to_launch` counts it. */
export function readLaunch(viewer: Viewer, partnerId: string) {
  return withViewer(viewer, async (tx) => {
    const [row] = await tx.execute<{ signedOn: string | null; launchedOn: string | null }>(sql`
      select partners.contract_signed_on::text as "signedOn", ${launchedOn(sql`partners.id`)}::text as "launchedOn"
      from partners where partners.id = ${partnerId}::uuid and ${scope(viewer, partners)}`);
    return row ?? { signedOn: null, launchedOn: null };
  });
}

/** The contracts of a partner, the last to end first. The note is for staff. */
export function listContracts(viewer: Viewer, partnerId: string) {
  const { id, title, reference, signedOn, startsOn, endsOn, note } = partnerContracts;
  const shown = { id, title, reference, signedOn, startsOn, endsOn };
  return withViewer(viewer, (tx) =>
    tx
      .select({ ...shown, note: viewer.kind === "staff" ? note : sql<string | null>`null` })
      .from(partnerContracts)
      .where(and(eq(partnerContracts.partnerId, partnerId), scope(viewer, partnerContracts)))
      .orderBy(sql`${endsOn} desc nulls first`, asc(title), asc(id))
      .limit(100),
  );
}
export type ContractRow = Awaited<ReturnType<typeof listContracts>>[number];

/** The latest invoiced lines of a partner's customers. */
export function listTransactions(viewer: Viewer, partnerId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: revenueLines.id,
        on: revenueLines.invoicedOn,
        kind: revenueLines.kind,
        reference: revenueLines.reference,
        amountE4: revenueLines.amountE4,
        currency: revenueLines.currency,
        account: accounts.name,
        product: products.name,
        dealId: deals.id,
      })
      .from(revenueLines)
      .leftJoin(accounts, and(eq(accounts.id, revenueLines.accountId), scope(viewer, accounts)))
      .leftJoin(products, eq(products.id, revenueLines.productId))
      .leftJoin(deals, and(eq(deals.id, revenueLines.dealId), scope(viewer, deals)))
      .where(and(eq(revenueLines.partnerId, partnerId), scope(viewer, revenueLines)))
      .orderBy(desc(revenueLines.invoicedOn), asc(revenueLines.id))
      .limit(shownLines),
  );
}
