import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { scope } from "@/db/scope";
import { listChoices, savedViews } from "@/db/views/schema";
import { can } from "@/lib/access/permissions";
import type { Viewer } from "@/lib/access/viewer";
import { sharedAs } from "@/lib/deals/views";
import { Forbidden, NotFound, Refused } from "@/lib/errors";
import { sideOf } from "./side";

/** More than anybody opens; it bounds the menu. */
const mostViews = 50;

type Choice = { list: string; columns: string[] | null; density: "normal" | "dense" };
export type ViewText = { list: string; name: string; sharing: string; query: string; columns: string[] };

/** Keeps which columns of a list the viewer sees, in which order, and how dense. */
export async function arrangeList(tx: Tx, viewer: Viewer, choice: Choice): Promise<{ audit: AuditEntry }> {
  const { columns, density, list } = choice;
  await tx
    .insert(listChoices)
    .values({ personId: viewer.personId, list, columns, density })
    .onConflictDoUpdate({ target: [listChoices.personId, listChoices.list], set: { columns, density } });
  const after = { columns: columns?.join(", ") ?? "the usual ones", density };
  return { audit: { action: "list.arranged", subject: { type: "list", id: null, name: list }, after } };
}

/** Keeps a list under a name, for the viewer, their side, or the people of a staff role. Returns its id. Throws Refused. */
export async function saveView(tx: Tx, viewer: Viewer, view: ViewText): Promise<{ id: string; audit: AuditEntry }> {
  const { list, name, query, columns } = view;
  const shared = await allowed(tx, viewer, list, view.sharing);
  const [row] = await tx.execute<{ kept: number }>(
    sql`select count(*)::int as kept from ${savedViews} where ${savedViews.personId} = ${viewer.personId}::uuid and ${savedViews.list} = ${list} and ${scope(viewer, savedViews)}`,
  );
  if ((row?.kept ?? 0) >= mostViews) throw new Refused(`You keep ${mostViews} views of this list: remove one first`);
  // Partner people may not write the column of the role.
  const [role, given] = shared.role ? [sql`, role`, sql`, ${shared.role}`] : [sql``, sql``];
  const [made] = await tx.execute<{
    id: string;
  }>(sql`insert into saved_views (list, name, query, columns, person_id, sharing${role})
    values (${list}, ${name}, ${query}, ${`{${columns.join(",")}}`}::text[], ${viewer.personId}, ${shared.sharing}${given})
    on conflict do nothing returning id`);
  const id = made?.id;
  if (!id) throw new Refused("You keep a view of this name already", "name");
  const after = { name, query, columns: columns.join(", "), for: view.sharing };
  return { id, audit: { action: "view.saved", subject: { type: "view", id, name }, after } };
}

/** Makes a view say what the list shows now. Whoever made it may; first views of a role, whoever may give them. Throws NotFound, Refused. */
export async function changeView(tx: Tx, viewer: Viewer, id: string, view: ViewText): Promise<{ audit: AuditEntry }> {
  const was = await lockView(tx, viewer, id);
  const shared = await allowed(tx, viewer, view.list, view.sharing, id);
  const { name, query, columns } = view;
  const [taken] = await tx.execute(sql`select 1 from ${savedViews}
    where ${savedViews.personId} = ${was.personId}::uuid and ${savedViews.list} = ${view.list} and lower(${savedViews.name}) = lower(${name})
      and ${savedViews.id} <> ${id}::uuid and ${scope(viewer, savedViews)}`);
  if (taken) throw new Refused("Another view has this name already", "name");
  const values = { name, query, columns, sharing: shared.sharing };
  await tx
    .update(savedViews)
    .set(viewer.kind === "staff" ? { ...values, role: shared.role } : values)
    .where(and(eq(savedViews.id, id), scope(viewer, savedViews)));
  const before = {
    name: was.name,
    query: was.query,
    columns: was.columns?.join(", ") ?? null,
    for: was.role ?? was.sharing,
  };
  const after = { name, query, columns: columns.join(", "), for: view.sharing };
  return { audit: { action: "view.changed", subject: { type: "view", id, name }, before, after } };
}

/** Removes a view for everybody who sees it. Throws NotFound. */
export async function removeView(tx: Tx, viewer: Viewer, id: string): Promise<{ audit: AuditEntry }> {
  const was = await lockView(tx, viewer, id);
  await tx.delete(savedViews).where(and(eq(savedViews.id, id), scope(viewer, savedViews)));
  const before = { name: was.name, query: was.query, for: was.role ?? was.sharing };
  return { audit: { action: "view.removed", subject: { type: "view", id, name: was.name }, before } };
}

/** A view that the viewer made, or that they may change since they choose what a role sees first. */
async function lockView(tx: Tx, viewer: Viewer, id: string) {
  const given: SQL = can(viewer, "lists.giveRole") ? sql`${savedViews.sharing} = 'role'` : sql`false`;
  const { side } = sideOf(viewer);
  const [view] = await tx
    .select()
    .from(savedViews)
    .where(
      and(
        eq(savedViews.id, id),
        sql`(${savedViews.personId} = ${viewer.personId}::uuid or ${given})`,
        side,
        scope(viewer, savedViews),
      ),
    )
    .for("update");
  if (!view) throw new NotFound("This view");
  return view;
}

/** What the choice stands for. A role has one first view: another one that it had becomes a shared one. */
async function allowed(tx: Tx, viewer: Viewer, list: string, choice: string, id?: string) {
  const shared = sharedAs(choice);
  if (!shared.role) return shared;
  if (!can(viewer, "lists.giveRole")) throw new Forbidden("Your role does not choose what others see first.");
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`first view ${list} ${shared.role}`}))`);
  await tx.execute(sql`update ${savedViews} set sharing = 'shared', role = null
    where list = ${list} and role = ${shared.role} and ${id ? sql`id <> ${id}::uuid` : sql`true`} and ${scope(viewer, savedViews)}`);
  return shared;
}
