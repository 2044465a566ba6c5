import { z } from "zod";
import { type Entity, entityNames, fieldsOf } from "./entities";
import { formatSchema } from "./formats";

const columnName = z.string().min(1, "name a column");
const own = { format: formatSchema.optional() };

/** Where a field's text comes from. A joined file's column is written `alias.column`. */
export type FieldSpec =
  | { column: string; map?: string; dropSuffixes?: string[]; format?: Format }
  | { constant: string }
  | { template: string; format?: Format }
  | { firstOf: FieldSpec[] }
  | { sum: string; format?: Format };
type Format = z.infer<typeof formatSchema>;

const ruleShapes =
  "is one of {column, map?, dropSuffixes?, format?}, {constant}, {template}, {firstOf: […]}, {sum: column}";

const fieldSpec: z.ZodType<FieldSpec> = z.lazy(() =>
  z.union(
    [
      z.strictObject({
        column: columnName,
        map: z.string().optional(),
        dropSuffixes: z.array(z.string().min(1)).optional(),
        ...own,
      }),
      z.strictObject({ constant: z.string() }),
      z.strictObject({ template: z.string().min(1), ...own }),
      z.strictObject({ firstOf: z.array(fieldSpec).min(1) }),
      z.strictObject({ sum: columnName, ...own }),
    ],
    { error: ruleShapes },
  ),
);

const condition = z.strictObject({
  column: columnName,
  is: z.array(z.string()).min(1).optional(),
  not: z.array(z.string()).min(1).optional(),
  blank: z.boolean().optional(),
});

const join = z.strictObject({
  file: z.string(),
  as: z.string().regex(/^[a-z]\w*$/i, "is a short name of letters and digits"),
  on: z.strictObject({ local: columnName, foreign: columnName, map: z.string().optional() }),
  required: z.boolean().optional(),
});

const feed = z.strictObject({
  entity: z.enum(entityNames, { error: `is one of ${entityNames.join(", ")}` }),
  from: z.string(),
  note: z.string().optional(),
  join: z.array(join).optional(),
  where: z.array(condition).optional(),
  groupBy: z.array(columnName).min(1).optional(),
  sameId: z.enum(["refuse", "keep_first", "number"]).optional(),
  fields: z.record(z.string(), z.union([fieldSpec, z.record(z.string(), fieldSpec)], { error: ruleShapes })),
});

const file = z.strictObject({
  match: z.string().min(1, "name the file, * stands for any characters"),
  optional: z.boolean().optional(),
  format: formatSchema.optional(),
});

const shape = z.strictObject({
  source: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, "is made of small letters, digits and hyphens"),
  label: z.string().min(1, "say what the source is called").max(120),
  note: z.string().optional(),
  format: formatSchema.optional(),
  files: z.record(z.string(), file).refine((files) => Object.keys(files).length > 0, "names at least one file"),
  valueMaps: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  feeds: z.array(feed).min(1, "names at least one feed"),
});

export type Mapping = z.infer<typeof shape>;
export type Feed = Mapping["feeds"][number];
export type Join = NonNullable<Feed["join"]>[number];
export type MappingProblem = { path: string; message: string };

export class MappingInvalid extends Error {
  override name = "MappingInvalid";
  constructor(readonly problems: MappingProblem[]) {
    super(problems.map(({ path, message }) => `${path || "mapping"}: ${message}`).join("\n"));
  }
}

/** A mapping from parsed JSON. Throws MappingInvalid with the path of each thing that is wrong. */
export function readMapping(json: unknown): Mapping {
  const parsed = shape.safeParse(json);
  if (!parsed.success)
    throw new MappingInvalid(
      parsed.error.issues.map((issue) => ({ path: pathText(issue.path), message: issue.message })),
    );
  const problems = parsed.data.feeds.flatMap((one, index) => feedProblems(parsed.data, one, `feeds[${index}]`));
  if (problems.length > 0) throw new MappingInvalid(problems);
  return parsed.data;
}

const pathText = (path: readonly PropertyKey[]) =>
  path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key)),
    "",
  );

function feedProblems(mapping: Mapping, one: Feed, path: string): MappingProblem[] {
  const known = fieldsOf(one.entity);
  const aliases = (one.join ?? []).map((j) => j.as);
  const problems: MappingProblem[] = [];
  const say = (at: string, message: string) => problems.push({ path: `${path}.${at}`, message });
  const isFile = (name: string) => Object.hasOwn(mapping.files, name);
  const isMap = (name: string | undefined) => name === undefined || Object.hasOwn(mapping.valueMaps ?? {}, name);
  if (!isFile(one.from)) say("from", `"${one.from}" is not one of files: ${Object.keys(mapping.files).join(", ")}`);
  one.join?.forEach((j, i) => {
    if (!isFile(j.file)) say(`join[${i}].file`, `"${j.file}" is not one of files`);
    if (!isMap(j.on.map)) say(`join[${i}].on.map`, `"${j.on.map}" is not one of valueMaps`);
    if (aliases.indexOf(j.as) !== i) say(`join[${i}].as`, `"${j.as}" is used twice`);
  });
  for (const name of Object.keys(one.fields))
    if (!known[name]) say(`fields.${name}`, `${one.entity} has no such field; it has ${Object.keys(known).join(", ")}`);
  for (const [name, field] of Object.entries(known))
    if (field.needed && !one.fields[name]) say("fields", `${one.entity} needs the field ${name}`);
  for (const { at, spec } of specsOf(one)) {
    for (const map of mapsOf(spec)) if (!isMap(map)) say(at, `"${map}" is not one of valueMaps`);
    if ("sum" in spec && !one.groupBy) say(at, "a sum needs groupBy");
  }
  return problems;
}

/** Every field's rule of a feed with its path, those of a profile one by one. */
export function specsOf(one: Feed): { at: string; field: string; spec: FieldSpec }[] {
  return Object.entries(one.fields).flatMap(([field, spec]) =>
    isProfile(one.entity, field)
      ? Object.entries(spec as Record<string, FieldSpec>).map(([key, inner]) => ({
          at: `fields.${field}.${key}`,
          field,
          spec: inner,
        }))
      : [{ at: `fields.${field}`, field, spec: spec as FieldSpec }],
  );
}

export const isProfile = (entity: Entity, field: string) => fieldsOf(entity)[field]?.kind === "profile";

/** The parts of a template: text, or a column with an optional value map; `{column?}` may be blank. */
export function templateParts(template: string): (string | { column: string; map?: string; optional: boolean })[] {
  return template
    .split(/(\{[^{}]+\})/)
    .filter(Boolean)
    .map((part) => {
      const inside = /^\{([^{}|?]+)(?:\|([^{}|?]+))?(\?)?\}$/.exec(part);
      return inside ? { column: inside[1] as string, map: inside[2], optional: Boolean(inside[3]) } : part;
    });
}

function mapsOf(spec: FieldSpec): (string | undefined)[] {
  if ("firstOf" in spec) return spec.firstOf.flatMap(mapsOf);
  if ("template" in spec) return templateParts(spec.template).map((p) => (typeof p === "string" ? undefined : p.map));
  return "column" in spec ? [spec.map] : [];
}

/** The columns that a rule reads, as written in it. */
export function columnsOf(spec: FieldSpec): string[] {
  if ("firstOf" in spec) return spec.firstOf.flatMap(columnsOf);
  if ("template" in spec) return templateParts(spec.template).flatMap((p) => (typeof p === "string" ? [] : [p.column]));
  if ("sum" in spec) return [spec.sum];
  return "column" in spec ? [spec.column] : [];
}

/** Splits `alias.column` for a feed: the joined file's alias, or null for the feed's own file. */
export function splitColumn(one: Feed, column: string): { alias: string | null; column: string } {
  const dot = column.indexOf(".");
  const alias = dot > 0 ? column.slice(0, dot) : "";
  return one.join?.some((j) => j.as === alias) ? { alias, column: column.slice(dot + 1) } : { alias: null, column };
}

/** The columns that the mapping reads from each of its files: all of them must be there. */
export function columnsByFile(mapping: Mapping): Record<string, string[]> {
  const found: Record<string, Set<string>> = Object.fromEntries(Object.keys(mapping.files).map((f) => [f, new Set()]));
  for (const one of mapping.feeds) {
    const read = [
      ...specsOf(one).flatMap(({ spec }) => columnsOf(spec)),
      ...(one.where ?? []).map((w) => w.column),
      ...(one.groupBy ?? []),
      ...(one.join ?? []).map((j) => j.on.local),
    ];
    for (const name of read) {
      const { alias, column } = splitColumn(one, name);
      found[alias ? (one.join?.find((j) => j.as === alias)?.file as string) : one.from]?.add(column);
    }
    for (const j of one.join ?? []) found[j.file]?.add(j.on.foreign);
  }
  return Object.fromEntries(Object.entries(found).map(([name, columns]) => [name, [...columns]]));
}

/** The mapping with another date format for all its files. Throws MappingInvalid when the format is not one. */
export function withDateFormat(mapping: Mapping, date: string): Mapping {
  const files = Object.entries(mapping.files).map(([name, f]) => [name, { ...f, format: { ...f.format, date } }]);
  return readMapping({ ...mapping, files: Object.fromEntries(files) });
}

/** The name in `files` that a file name belongs to, if any. */
export function fileOf(mapping: Mapping, fileName: string): string | undefined {
  return Object.entries(mapping.files).find(([, { match }]) => matches(match, fileName))?.[0];
}

function matches(pattern: string, fileName: string): boolean {
  const [first = "", ...rest] = pattern.toLowerCase().split("*");
  let left = fileName.toLowerCase();
  if (rest.length === 0) return left === first;
  if (!left.startsWith(first)) return false;
  left = left.slice(first.length);
  const last = rest.pop() as string;
  for (const piece of rest) {
    const at = left.indexOf(piece);
    if (at < 0) return false;
    left = left.slice(at + piece.length);
  }
  return left.endsWith(last);
}
