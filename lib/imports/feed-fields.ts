import { plainText } from "@/lib/exports/csv";
import type { Field } from "./entities";
import {
  checkLocalTime,
  type Format,
  parseAmount,
  parseDate,
  parseDecimal,
  parseInteger,
  plainFormat,
} from "./formats";
import { type Feed, type FieldSpec, type Mapping, templateParts } from "./mapping";
import { cellReader, type FeedSlots, isNull, type SourceRow } from "./slots";

/** How a field comes from a row. `value` throws a message for people; `about` says then where its text came from. */
export type FieldReader = {
  text: (row: SourceRow) => string | null;
  value: (row: SourceRow) => string | string[] | null;
  about: (row: SourceRow) => { column: string; value: string };
};

type Feeding = { mapping: Mapping; feed: Feed; slots: FeedSlots; timeZone: string };
/** One rule without alternatives: its text, what of the file that is, and how it is written. */
type Leaf = {
  text: (row: SourceRow) => string | null;
  raw: (row: SourceRow) => string;
  column: (row: SourceRow) => string;
  format: Format;
};
type Parse = (text: string) => string | string[];

/** Makes a rule ready to read rows. Without a field its texts stay as they are. */
export function readerOf(feeding: Feeding, spec: FieldSpec, field?: Field): FieldReader {
  const leaves = leavesOf(feeding, spec).map((leaf) => ({
    ...leaf,
    parse: field ? parserOf(field, leaf.format, feeding.timeZone) : (text: string) => text,
  }));
  const first = leaves[0] as Leaf & { parse: Parse };
  if (leaves.length === 1) {
    const { text, parse } = first;
    const value = (row: SourceRow) => {
      const read = text(row);
      return read === null ? null : parse(read);
    };
    return { text, value, about: (row) => ({ column: first.column(row), value: first.raw(row) }) };
  }
  const given = (row: SourceRow) => leaves.find((leaf) => leaf.text(row) !== null) ?? first;
  return {
    text: (row) => given(row).text(row),
    value: (row) => {
      const leaf = given(row);
      const read = leaf.text(row);
      return read === null ? null : leaf.parse(read);
    },
    about: (row) => ({ column: given(row).column(row), value: given(row).raw(row) }),
  };
}

function leavesOf(feeding: Feeding, spec: FieldSpec): Leaf[] {
  if ("firstOf" in spec) return spec.firstOf.flatMap((one) => leavesOf(feeding, one));
  if ("constant" in spec) return [constantLeaf(spec.constant)];
  return ["template" in spec ? templateLeaf(feeding, spec) : columnLeaf(feeding, spec)];
}

function constantLeaf(constant: string): Leaf {
  const text = constant === "" ? null : constant;
  return {
    text: () => text,
    raw: () => constant,
    column: () => "(constant)",
    format: { ...plainFormat, nulls: [""] },
  };
}

type ColumnSpec = Extract<FieldSpec, { column: string } | { sum: string }>;

function columnLeaf({ mapping, feed, slots }: Feeding, spec: ColumnSpec): Leaf {
  const column = "sum" in spec ? spec.sum : spec.column;
  const format = { ...slots.formatOf(mapping, feed, column), ...spec.format };
  const raw = cellReader(slots, column);
  const suffixes = "sum" in spec ? undefined : spec.dropSuffixes;
  const map = "sum" in spec ? undefined : valueMap(mapping, spec.map);
  const text = (row: SourceRow) => {
    const bare = withoutSuffix(raw(row), suffixes);
    const read = map?.get(bare) ?? bare;
    return isNull(read, format) ? null : read;
  };
  return { text, raw, column: () => column, format };
}

function templateLeaf({ mapping, feed, slots }: Feeding, spec: { template: string; format?: Format }): Leaf {
  const parts = templateParts(spec.template).map((part) => {
    if (typeof part === "string") return part;
    const format = slots.formatOf(mapping, feed, part.column);
    const cell = cellReader(slots, part.column);
    const map = valueMap(mapping, part.map);
    const read = (row: SourceRow) => {
      const text = map?.get(cell(row)) ?? cell(row);
      return isNull(text, format) ? null : text;
    };
    return { ...part, format, read };
  });
  const columns = parts.filter((part) => typeof part !== "string");
  const blank = (row: SourceRow) => columns.find((part) => !part.optional && part.read(row) === null);
  const tidy = (row: SourceRow) => {
    let text = "";
    for (const part of parts) {
      if (typeof part === "string") text += part;
      else {
        const read = part.read(row);
        if (read === null && !part.optional) return null;
        text += read ?? "";
      }
    }
    return text.replace(/ {2,}/g, " ").trim();
  };
  return {
    text: (row) => tidy(row) || null,
    raw: (row) => tidy(row) ?? "",
    column: (row) => (blank(row) ?? columns[0])?.column ?? "(constant)",
    format: { ...(columns[0]?.format ?? plainFormat), ...spec.format, nulls: [""] },
  };
}

function valueMap(mapping: Mapping, name: string | undefined): Map<string, string> | undefined {
  const values = name === undefined ? undefined : mapping.valueMaps?.[name];
  return values && new Map(Object.entries(values));
}

function withoutSuffix(text: string, suffixes: string[] | undefined): string {
  const found = suffixes?.find((suffix) => text.endsWith(suffix) && text.length > suffix.length);
  return found ? text.slice(0, -found.length).trim() : text;
}

function parserOf(field: Field, format: Format, timeZone: string): Parse {
  const date = format.date ?? plainFormat.date;
  switch (field.kind) {
    case "amount":
      return (text) => parseAmount(text, format);
    case "decimal":
      return (text) => parseDecimal(text, format);
    case "integer":
      return (text) => parseInteger(text, format);
    case "day":
      return (text) => parseDate(text, date).slice(0, 10);
    case "moment":
      return (text) => moment(text, date, timeZone);
    case "one_of":
      return (text) => known(text, field.values);
    case "currency":
      return (text) => matching(text, /^[A-Z]{3}$/, "is not a currency code of three capital letters");
    case "email":
      return (text) => matching(text.toLowerCase(), /^[^\s@<>,;]{1,64}@[^\s@<>,;]{1,190}$/, "is not an e-mail address");
    case "list":
      return (text) =>
        plainText(text)
          .split(/[;|]/)
          .map((part) => part.trim())
          .filter(Boolean);
    case "ref":
    case "key":
      return (text) => matching(text, /^[^\r\n\t]{1,300}$/, "is no id: it has line breaks or more than 300 characters");
    default:
      return (text) => matching(plainText(text), /^[^]{1,20000}$/, "is longer than 20,000 characters");
  }
}

function moment(text: string, date: string, timeZone: string): string {
  const stamp = parseDate(text, date);
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
