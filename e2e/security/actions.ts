import { readFileSync } from "node:fs";
import { join } from "node:path";
import { partnerRoles, type Role, staffRoles } from "../../lib/access/roles";
import { root, serverActions } from "./attacker";

/** What an action is allowed to be: the committed list. */
type Listed = {
  /** Who may call it; everybody means without signing in too. */
  roles: readonly Role[] | "everybody";
  /** Every field of its form that it reads. */
  fields: readonly string[];
  /** The one entry it makes in the audit log. */
  audit: string | null;
  /** All that it writes beside it. */
  writes: readonly string[];
};

export const listFile = join(import.meta.dirname, "actions.json");
export const listed = JSON.parse(readFileSync(listFile, "utf8")) as Record<string, Listed>;
export const roles: readonly Role[] = [...staffRoles, ...partnerRoles];

/** Whether a listed name is that of an action: the name it has in its file, with the file where two have the same. */
export const isNamed = (listedName: string, name: string) =>
  listedName.endsWith(name.includes(" ") ? `/${name}` : ` ${name}`);

/** The build's id of an action, by its name. */
export function actionId(name: string): string {
  const found = serverActions().filter((action) => isNamed(action.name, name));
  if (found.length !== 1) throw new Error(`The build has ${found.length} actions called ${name}`);
  return found[0]?.id as string;
}

/** The path of the first page that an action stands on, as its folder names it. */
export function pageOf(id: string): string {
  const manifest = JSON.parse(readFileSync(join(root, ".next/server/server-reference-manifest.json"), "utf8")) as {
    node: Record<string, { workers: Record<string, unknown> }>;
  };
  const [page] = Object.keys(manifest.node[id]?.workers ?? {}).sort();
  return `/${(page ?? "")
    .split("/")
    .filter((part) => !/^\(.*\)$|^(app|page)$/.test(part))
    .join("/")}`;
}
