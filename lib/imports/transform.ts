import { createHash } from "node:crypto";
import { plainText } from "@/lib/exports/csv";
import { type Entity, type Field, fieldsOf } from "./entities";
import {
  checkLocalTime,
  type Format,
  parseAmount,
  parseDate,
  parseDecimal,
  parseInteger,
  plainFormat,
} from "./formats";
import { type Feed, type FieldSpec, isProfile, type Mapping, splitColumn, templateParts } from "./mapping";

export type Cells = Record<string, string | null>;
/** A row of the feed's file with the rows joined to it, by alias; null where none was found. */
export type SourceRow = { line: number; cells: Cells; joined: Record<string, Cells | null> };
export type Payload = Record<string, string | string[] | Record<string, string> | null>;
export type Fault = { column: string; value: string; reason: string };
/** A record that rows ask for: whole and with its hash, or with the first fault that keeps it out. */
export type Item = {
  entity: Entity;
  externalId: string | null;
  line: number;
  payload: Payload;
  hash: string | null;
  fault: Fault | null;
};

/** The cell name under which staging keeps what is wrong with a whole row. */
export const brokenRow = "";

type Read = { text: string | null; column: string; raw: string; format: Format };

/**
 * A feed made ready to run: `add` takes its rows in order and returns the items they complete, `end` the last one.
 * With groupBy the rows of a group must follow one another.
 */
export function startFeed(mapping: Mapping, feed: Feed, timeZone: string) {
  const run = new FeedRun(mapping, feed, timeZone);
  return { add: (row: SourceRow) => run.add(row), end: () => run.end() };
}

class FeedRun {
  private group: { key: string; item: Item; sums: Map<string, bigint> } | null = null;

  constructor(
    private readonly mapping: Mapping,
    private readonly feed: Feed,
    private readonly timeZone: string,
  ) {}

  add(row: SourceRow): Item[] {
    const broken = row.cells[brokenRow];
    if (broken) return [this.faulty(row.line, { column: "", value: "", reason: broken })];
    if (!this.wanted(row)) return [];
    const missing = this.feed.join?.find((join) => join.required && !row.joined[join.as]);
    if (missing) return [this.faulty(row.line, this.notJoined(row, missing.on.local, missing.file))];
    return this.feed.groupBy ? this.addToGroup(row) : [this.finish(this.read(row))];
  }

  end(): Item[] {
    const closed = this.group && this.finish(this.withSums(this.group));
    this.group = null;
    return closed ? [closed] : [];
  }

  private addToGroup(row: SourceRow): Item[] {
    const key = JSON.stringify(this.feed.groupBy?.map((column) => this.cell(row, column)));
    const done = this.group && this.group.key !== key ? this.end() : [];
    const item = this.read(row);
    if (!this.group) this.group = { key, item, sums: new Map() };
    else if (!this.group.item.fault)
      this.group.item.fault = item.fault ?? difference(this.group.item, item, this.sumFields());
    if (item.fault && this.group.item.line !== row.line && this.group.item.fault === item.fault)
      this.group.item.line = row.line;
    for (const field of this.sumFields()) {
      const value = item.payload[field];
      if (typeof value === "string") this.group.sums.set(field, (this.group.sums.get(field) ?? 0n) + BigInt(value));
    }
    return done;
  }

  private withSums({ item, sums }: { item: Item; sums: Map<string, bigint> }): Item {
    for (const [field, sum] of sums) item.payload[field] = sum.toString();
    return item;
  }

  private sumFields(): string[] {
    return Object.entries(this.feed.fields).flatMap(([name, spec]) => ("sum" in spec ? [name] : []));
  }

  private read(row: SourceRow): Item {
    const item: Item = {
      entity: this.feed.entity,
      externalId: null,
      line: row.line,
      payload: {},
      hash: null,
      fault: null,
    };
    for (const [name, field] of Object.entries(fieldsOf(this.feed.entity))) {
      const spec = this.feed.fields[name];
      if (!spec) continue;
      if (isProfile(this.feed.entity, name)) item.payload[name] = this.profile(row, spec as Record<string, FieldSpec>);
      else this.readField(row, item, name, field, spec as FieldSpec);
    }
    return item;
  }

  private readField(row: SourceRow, item: Item, name: string, field: Field, spec: FieldSpec) {
    const read = this.evaluate(row, spec);
    try {
      if (read.text === null && field.needed) {
        const unjoined = this.unjoined(row, read.column);
        if (unjoined) return void (item.fault ??= unjoined);
        throw new Error(`is blank, and the ${name} is needed`);
      }
      const value = read.text === null ? null : valueOf(read.text, field, read.format, this.timeZone);
      if (name === "id") item.externalId = value as string;
      else item.payload[name] = value;
    } catch (error) {
      item.fault ??= { column: read.column, value: read.raw, reason: (error as Error).message };
    }
  }

  private profile(row: SourceRow, specs: Record<string, FieldSpec>): Record<string, string> {
    const texts = Object.entries(specs).map(([key, spec]) => [key, this.evaluate(row, spec).text] as const);
    return Object.fromEntries(texts.filter((pair): pair is readonly [string, string] => pair[1] !== null));
  }

  private finish(item: Item): Item {
    const identity = JSON.stringify([item.entity, item.payload]);
    return { ...item, hash: item.fault ? null : createHash("md5").update(identity).digest("hex") };
  }

  private evaluate(row: SourceRow, spec: FieldSpec): Read {
    if ("constant" in spec) return this.fixed(spec.constant);
    if ("firstOf" in spec) return this.firstOf(row, spec.firstOf);
    if ("template" in spec) return this.template(row, spec);
    const column = "sum" in spec ? spec.sum : spec.column;
    const format = { ...this.formatOf(column), ...spec.format };
    const raw = this.cell(row, column);
    const text = "sum" in spec ? raw : this.mapped(withoutSuffix(raw, spec.dropSuffixes), spec.map);
    return { text: isNull(text, format) ? null : text, column, raw, format };
  }

  private fixed(text: string): Read {
    return {
      text: text === "" ? null : text,
      column: "(constant)",
      raw: text,
      format: { ...plainFormat, nulls: [""] },
    };
  }

  private firstOf(row: SourceRow, specs: FieldSpec[]): Read {
    const reads = specs.map((spec) => this.evaluate(row, spec));
    return reads.find((read) => read.text !== null) ?? (reads[0] as Read);
  }

  private template(row: SourceRow, spec: { template: string; format?: Format }): Read {
    const parts = templateParts(spec.template);
    const columns = parts.flatMap((part) => (typeof part === "string" ? [] : [part]));
    const reads = columns.map((part) => {
      const text = this.mapped(this.cell(row, part.column), part.map);
      return isNull(text, this.formatOf(part.column)) ? null : text;
    });
    const blank = columns.find((part, index) => reads[index] === null && !part.optional);
    const text = parts.map((part) => (typeof part === "string" ? part : (reads.shift() ?? ""))).join("");
    const column = (blank ?? columns[0])?.column ?? "(constant)";
    const tidy = text.replace(/ {2,}/g, " ").trim();
    const format = { ...(columns[0] ? this.formatOf(columns[0].column) : plainFormat), ...spec.format };
    return {
      text: blank || tidy === "" ? null : tidy,
      column,
      raw: blank ? "" : tidy,
      format: { ...format, nulls: [""] },
    };
  }

  private cell(row: SourceRow, column: string): string {
    const at = splitColumn(this.feed, column);
    const cells = at.alias ? row.joined[at.alias] : row.cells;
    return (cells?.[at.column] ?? "").trim();
  }

  private mapped(text: string, map: string | undefined): string {
    const values = map && this.mapping.valueMaps?.[map];
    return values && Object.hasOwn(values, text) ? (values[text] as string) : text;
  }

  private formatOf(column: string): Format {
    const alias = splitColumn(this.feed, column).alias;
    const file = alias ? this.feed.join?.find((join) => join.as === alias)?.file : this.feed.from;
    return { ...plainFormat, nulls: [""], ...this.mapping.format, ...(file ? this.mapping.files[file]?.format : {}) };
  }

  private wanted(row: SourceRow): boolean {
    return (this.feed.where ?? []).every(({ column, is, not, blank }) => {
      const text = this.cell(row, column);
      if (is && !is.includes(text)) return false;
      if (not?.includes(text)) return false;
      return blank === undefined || isNull(text, this.formatOf(column)) === blank;
    });
  }

  /** The fault of a row that has no partner in the joined file that the column is of. */
  private unjoined(row: SourceRow, column: string): Fault | null {
    const { alias } = splitColumn(this.feed, column);
    const join = this.feed.join?.find((one) => one.as === alias);
    return join && !row.joined[join.as] ? this.notJoined(row, join.on.local, join.file) : null;
  }

  private notJoined(row: SourceRow, column: string, file: string): Fault {
    return { column, value: this.cell(row, column), reason: `has no row in the file ${file}` };
  }

  private faulty(line: number, fault: Fault): Item {
    return { entity: this.feed.entity, externalId: null, line, payload: {}, hash: null, fault };
  }
}

const isNull = (text: string, format: Format) => text === "" || Boolean(format.nulls?.includes(text));

function withoutSuffix(text: string, suffixes: string[] | undefined): string {
  const found = suffixes?.find((suffix) => text.endsWith(suffix) && text.length > suffix.length);
  return found ? text.slice(0, -found.length).trim() : text;
}

function difference(first: Item, next: Item, sums: string[]): Fault | null {
  const differs = Object.keys(first.payload).find(
    (name) => !sums.includes(name) && JSON.stringify(first.payload[name]) !== JSON.stringify(next.payload[name]),
  );
  if (!differs) return null;
  const value = next.payload[differs];
  const reason = `the ${differs} on line ${next.line} is not that of line ${first.line}, though both are the same record`;
  return { column: differs, value: typeof value === "string" ? value : JSON.stringify(value ?? ""), reason };
}

function valueOf(text: string, field: Field, format: Format, timeZone: string): string | string[] {
  switch (field.kind) {
    case "amount":
      return parseAmount(text, format);
    case "decimal":
      return parseDecimal(text, format);
    case "integer":
      return parseInteger(text, format);
    case "day":
      return parseDate(text, format.date ?? plainFormat.date).slice(0, 10);
    case "moment":
      return moment(text, format, timeZone);
    case "one_of":
      return known(text, field.values);
    case "currency":
      return matching(text, /^[A-Z]{3}$/, "is not a currency code of three capital letters");
    case "email":
      return matching(text.toLowerCase(), /^[^\s@<>,;]{1,64}@[^\s@<>,;]{1,190}$/, "is not an e-mail address");
    case "list":
      return plainText(text)
        .split(/[;|]/)
        .map((part) => part.trim())
        .filter(Boolean);
    case "ref":
    case "key":
      return matching(text, /^[^\r\n\t]{1,300}$/, "is no id: it has line breaks or more than 300 characters");
    default:
      return matching(plainText(text), /^[^]{1,20000}$/, "is longer than 20,000 characters");
  }
}

function moment(text: string, format: Format, timeZone: string): string {
  const stamp = parseDate(text, format.date ?? plainFormat.date);
  checkLocalTime(stamp, timeZone);
  return stamp;
}

function known(text: string, values: readonly string[]): string {
  if (!values.includes(text)) throw new Error(`is not one of ${values.join(", ")}`);
  return text;
}

function matching(text: string, pattern: RegExp, message: string): string {
  if (!pattern.test(text)) throw new Error(message);
  return text;
}
