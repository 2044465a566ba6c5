import { z } from "zod";
import { can } from "@/lib/access/permissions";
import { roleLabels, staffRoles } from "@/lib/access/roles";
import type { Viewer } from "@/lib/access/viewer";
import type { Option } from "@/lib/lists/links";
import { isId } from "@/lib/lists/parameters";
import { addressOf, type DealAddress, dealsHref, queryOf } from "./address";
import { chosenColumns, columnsFor, type DealColumn, movedColumn } from "./columns";

/** A list as somebody keeps it. */
export type KeptView = {
  id: string;
  name: string;
  query: string;
  columns: string[] | null;
  sharing: "own" | "shared" | "role";
  role: string | null;
  mine: boolean;
  maker: string | null;
};

/** What a person keeps of a list, and every view that they may open. */
export type KeptList = { columns: string[] | null; density: "normal" | "dense"; views: KeptView[] };

export type OpenList = {
  columns: DealColumn[];
  /** The view that is open, and whether what is shown is no longer what it keeps. */
  view: KeptView | null;
  changed: boolean;
};

/** Which columns the address shows: those that it names, else the open view's, else the person's own choice. */
export function openList(viewer: Viewer, address: DealAddress, kept: KeptList): OpenList {
  const view = kept.views.find(({ id }) => id === address.view) ?? null;
  const named = address.cols ? address.cols.split(",") : null;
  const columns = chosenColumns(viewer.kind, named ?? view?.columns ?? kept.columns);
  const changed =
    view !== null &&
    (queryOf(address) !== queryOf(addressOf(view.query)) ||
      (named !== null && columns.join() !== chosenColumns(viewer.kind, view.columns ?? kept.columns).join()));
  return { columns, view, changed };
}

/** The address of a kept view. What it asks for is read anew for whoever opens it. */
export const viewHref = (view: Pick<KeptView, "id" | "query">) => dealsHref(addressOf(view.query), { view: view.id });

/** The view that people of the role see first, when the list is asked for by its plain name. */
export const firstView = (viewer: Viewer, kept: KeptList) =>
  kept.views.find(({ sharing, role }) => sharing === "role" && role === viewer.role) ?? null;

/** Whom a view may be kept for: staff share with staff, the people of a company with each other. */
export function sharingsFor(viewer: Viewer): Option[] {
  const side = viewer.kind === "staff" ? "All staff" : "Everybody at your company";
  const roles = can(viewer, "lists.giveRole")
    ? staffRoles.map((role) => ({ value: role, label: `First for: ${roleLabels[role]}` }))
    : [];
  return [{ value: "own", label: "Only me" }, { value: "shared", label: side }, ...roles];
}

/** Whoever made a view may change it; what a role sees first, whoever chooses that. */
export const mayChangeView = (viewer: Viewer, view: KeptView | null) =>
  view !== null && (view.mine || (view.sharing === "role" && can(viewer, "lists.giveRole")));

const texts = z.preprocess(
  (given) => (given === undefined ? [] : [given].flat()),
  z.array(z.string().max(50)).max(Math.max(columnsFor("staff").length, columnsFor("partner").length) + 1),
);
/** The address that the form was drawn with, as a query. */
const query = z.string().max(8_000).default("");

/** The column chooser. `up` and `down` move one column without a script; `reset` gives the usual ones back. */
export const arrangeForm = z
  .object({
    columns: texts,
    density: z.enum(["normal", "dense"]).default("normal"),
    up: z.string().max(50).default(""),
    down: z.string().max(50).default(""),
    reset: z.string().max(5).default(""),
    query,
  })
  .refine(({ columns, reset }) => columns.length > 0 || reset !== "", {
    message: "Choose a column",
    path: ["columns"],
  });

/** The columns that the form asks for; null for the usual ones. */
export function arrangedColumns(viewer: Viewer, form: z.output<typeof arrangeForm>): DealColumn[] | null {
  if (form.reset) return null;
  const columns = chosenColumns(viewer.kind, form.columns);
  if (form.up) return movedColumn(columns, form.up, -1);
  return form.down ? movedColumn(columns, form.down, 1) : columns;
}

const name = z
  .string()
  .trim()
  .min(1, "Give the view a name")
  .max(60, "The name may have at most 60 characters")
  .transform((text) => text.replace(/\s+/g, " "));
/** For oneself, for one's own side, or first for people of a staff role. */
const sharing = z
  .string()
  .refine(
    (text) => text === "own" || text === "shared" || (staffRoles as readonly string[]).includes(text),
    "Choose who sees it",
  );

export const saveViewForm = z.object({ name, sharing, query });
export const changeViewForm = z.object({ view: z.string().refine(isId), name, sharing, query });
export const removeViewForm = z.object({ view: z.string().refine(isId) });

/** What stands in the table for a choice of the form. */
export const sharedAs = (choice: string): { sharing: KeptView["sharing"]; role: string | null } =>
  choice === "own" || choice === "shared"
    ? { sharing: choice, role: null }
    : { sharing: "role", role: staffRoles.find((role) => role === choice) ?? null };
