import { hash } from "node:crypto";
import { type Entity, type Field, fieldsOf } from "./entities";
import { type FieldReader, readerOf } from "./feed-fields";
import { type Feed, type FieldSpec, isProfile, type Join, type Mapping } from "./mapping";
import { cellReader, type FeedSlots, isNull, type SourceRow, slotsOf } from "./slots";

export type Payload = Record<string, string | string[] | Record<string, string> | null>;
export type Fault = { column: string; value: string; reason: string };
/** A record that rows ask for: whole and with its hash, or with the first fault that keeps it out. `json` is its payload. */
export type Item = {
  entity: Entity;
  externalId: string | null;
  line: number;
  payload: Payload;
  json: string;
  hash: string | null;
  fault: Fault | null;
};

/**
 * A feed made ready to run: `add` takes its rows in order and returns the items they complete, `end` the last one.
 * With groupBy the rows of a group must follow one another. `slots` says what a row's cells are.
 */
export function startFeed(mapping: Mapping, feed: Feed, timeZone: string) {
  const slots = slotsOf(feed);
  const run = new FeedRun(mapping, feed, slots, timeZone);
  return { slots, add: (row: SourceRow) => run.add(row), end: () => run.end() };
}

type PlainField = { name: string; field: Field; reader: FieldReader };
type ProfileField = { name: string; profile: [key: string, reader: FieldReader][] };

class FeedRun {
  private group: { key: string; item: Item; sums: Map<string, bigint> } | null = null;
  private readonly fields: (PlainField | ProfileField)[];
  private readonly sumFields: string[];
  private readonly groupCells: ((row: SourceRow) => string)[] | undefined;
  private readonly conditions: ((row: SourceRow) => boolean)[];

  constructor(
    mapping: Mapping,
    private readonly feed: Feed,
    private readonly slots: FeedSlots,
    timeZone: string,
  ) {
    const made = (spec: FieldSpec, field?: Field) => readerOf({ mapping, feed, slots, timeZone }, spec, field);
    this.fields = Object.entries(fieldsOf(feed.entity)).flatMap(([name, field]): (PlainField | ProfileField)[] => {
      const spec = feed.fields[name];
      if (!spec) return [];
      if (!isProfile(feed.entity, name)) return [{ name, field, reader: made(spec as FieldSpec, field) }];
      const keys = Object.entries(spec as Record<string, FieldSpec>);
      return [{ name, profile: keys.map(([key, one]): [string, FieldReader] => [key, made(one)]) }];
    });
    this.sumFields = Object.entries(feed.fields).flatMap(([name, spec]) => ("sum" in spec ? [name] : []));
    this.groupCells = feed.groupBy?.map((column) => cellReader(slots, column));
    this.conditions = (feed.where ?? []).map((condition) => conditionOf(mapping, feed, slots, condition));
  }

  add(row: SourceRow): Item[] {
    if (row.broken) return [this.faulty(row.line, { column: "", value: "", reason: row.broken })];
    if (!this.conditions.every((holds) => holds(row))) return [];
    const missing = this.feed.join?.find((join, index) => join.required && !row.found[index]);
    if (missing) return [this.faulty(row.line, this.notJoined(row, missing))];
    return this.groupCells ? this.addToGroup(row, this.groupCells) : [finish(this.read(row))];
  }

  end(): Item[] {
    const closed = this.group && finish(withSums(this.group));
    this.group = null;
    return closed ? [closed] : [];
  }

  private addToGroup(row: SourceRow, cells: ((row: SourceRow) => string)[]): Item[] {
    const key = JSON.stringify(cells.map((cell) => cell(row)));
    const done = this.group && this.group.key !== key ? this.end() : [];
    const item = this.read(row);
    if (!this.group) this.group = { key, item, sums: new Map() };
    else if (!this.group.item.fault)
      this.group.item.fault = item.fault ?? difference(this.group.item, item, this.sumFields);
    if (item.fault && this.group.item.line !== row.line && this.group.item.fault === item.fault)
      this.group.item.line = row.line;
    for (const field of this.sumFields) {
      const value = item.payload[field];
      if (typeof value === "string") this.group.sums.set(field, (this.group.sums.get(field) ?? 0n) + BigInt(value));
    }
    return done;
  }

  private read(row: SourceRow): Item {
    const item = emptyItem(this.feed.entity, row.line);
    for (const field of this.fields) {
      if ("reader" in field) this.readField(row, item, field);
      else item.payload[field.name] = profileOf(row, field.profile);
    }
    return item;
  }

  private readField(row: SourceRow, item: Item, { name, field, reader }: PlainField) {
    try {
      const value = reader.value(row);
      if (value === null && field.needed) {
        const unjoined = this.unjoined(row, reader.about(row).column);
        if (unjoined) return void (item.fault ??= unjoined);
        throw new Error(`is blank, and the ${name} is needed`);
      }
      if (name === "id") item.externalId = value as string;
      else item.payload[name] = value;
    } catch (error) {
      item.fault ??= { ...reader.about(row), reason: (error as Error).message };
    }
  }

  /** The fault of a row that has no partner in the joined file that the column is of. */
  private unjoined(row: SourceRow, column: string): Fault | null {
    const index = this.slots.joinOf(column);
    const join = index === null ? undefined : this.feed.join?.[index];
    return join && index !== null && !row.found[index] ? this.notJoined(row, join) : null;
  }

  private notJoined(row: SourceRow, { on, file }: Join): Fault {
    const value = cellReader(this.slots, on.local)(row);
    return { column: on.local, value, reason: `has no row in the file ${file}` };
  }

  private faulty(line: number, fault: Fault): Item {
    return { ...emptyItem(this.feed.entity, line), json: "{}", fault };
  }
}

const emptyItem = (entity: Entity, line: number): Item => ({
  entity,
  externalId: null,
  line,
  payload: {},
  json: "",
  hash: null,
  fault: null,
});

type Condition = NonNullable<Feed["where"]>[number];

function conditionOf(mapping: Mapping, feed: Feed, slots: FeedSlots, { column, is, not, blank }: Condition) {
  const cell = cellReader(slots, column);
  const format = slots.formatOf(mapping, feed, column);
  return (row: SourceRow): boolean => {
    const text = cell(row);
    if (is && !is.includes(text)) return false;
    if (not?.includes(text)) return false;
    return blank === undefined || isNull(text, format) === blank;
  };
}

function profileOf(row: SourceRow, readers: [key: string, reader: FieldReader][]): Record<string, string> {
  const profile: Record<string, string> = {};
  for (const [key, reader] of readers) {
    const text = reader.text(row);
    if (text !== null) profile[key] = text;
  }
  return profile;
}

function withSums({ item, sums }: { item: Item; sums: Map<string, bigint> }): Item {
  for (const [field, sum] of sums) item.payload[field] = sum.toString();
  return item;
}

function finish(item: Item): Item {
  item.json = JSON.stringify(item.payload);
  if (!item.fault) item.hash = hash("md5", `["${item.entity}",${item.json}]`);
  return item;
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
