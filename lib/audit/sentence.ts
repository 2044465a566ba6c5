import { type AuditAction, auditActions } from "@/lib/access/audit-actions";

type Values = Record<string, unknown> | null;

/** What a reader sees of an entry's action: the verb after the actor's name. */
export const verbOf = (action: string): string =>
  Object.hasOwn(auditActions, action) ? auditActions[action as AuditAction] : action;

/** The action as a choice of a filter: `partner.changed` → `Partner: changed`. */
export function actionLabel(action: string): string {
  const noun = (action.split(".")[0] ?? "").replaceAll("_", " ");
  return `${noun.charAt(0).toUpperCase()}${noun.slice(1)}: ${verbOf(action).replace(/:$/, "")}`;
}

/** What changed, one line a field: `tier from silver to gold`. A creation lists what was set. */
export function changesOf(before: Values, after: Values): { field: string; from: string | null; to: string | null }[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields.flatMap((field) => {
    const [from, to] = [shown(before?.[field]), shown(after?.[field])];
    return from === to ? [] : [{ field: words(field), from, to }];
  });
}

function words(field: string): string {
  return field
    .replace(/Id$/, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
}

function shown(value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map((one) => shown(one) ?? "").join(", ");
  if (typeof value === "object" && Object.keys(value).length === 0) return null;
  if (typeof value === "object")
    return Object.entries(value)
      .map(([key, one]) => `${words(key)} ${shown(one) ?? "–"}`)
      .join(", ");
  return String(value);
}
