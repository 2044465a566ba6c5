import { decimalOfE4 } from "@/lib/money";
import { type Entity, entities, fieldsOf } from "./entities";

type Payload = Record<string, unknown>;
export type FieldChange = { field: string; from: string | null; to: string };

const isEntity = (name: string): name is Entity => Object.hasOwn(entities, name);

/** What a changed record changes, field by field as people read it; `from` is null when what it was is not known. */
export function changesOf(entity: string, payload: Payload, before: Payload | null): FieldChange[] {
  const same = (field: string) => before && JSON.stringify(before[field]) === JSON.stringify(payload[field]);
  return Object.keys(payload)
    .filter((field) => !same(field))
    .map((field) => ({
      field: labelOf(field),
      from: before ? shown(entity, field, before[field]) : null,
      to: shown(entity, field, payload[field]),
    }));
}

/** What a record holds, in one line. */
export function summaryOf(entity: string, payload: Payload): string {
  const filled = Object.keys(payload).filter((field) => payload[field] !== null && field !== "description");
  return filled
    .slice(0, 5)
    .map((field) => `${labelOf(field)}: ${shown(entity, field, payload[field])}`)
    .join(" · ");
}

const labelOf = (field: string) => field.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);

function shown(entity: string, field: string, value: unknown): string {
  if (value === null || value === undefined) return "(blank)";
  if (typeof value !== "string")
    return (
      Object.entries(value)
        .map(([key, text]) => `${key} ${text}`)
        .join(", ") || "(blank)"
    );
  const kind = isEntity(entity) ? fieldsOf(entity)[field]?.kind : undefined;
  return kind === "amount" && /^-?\d+$/.test(value) ? decimalOfE4(BigInt(value)) : value;
}
