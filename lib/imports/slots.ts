import { type Format, plainFormat } from "./formats";
import { columnsOf, type Feed, type Join, type Mapping, specsOf, splitColumn } from "./mapping";

/**
 * A row of the feed's file with the rows joined to it: its cells by slot, for each join whether one was found, and what
 * is wrong with the whole row, if anything.
 */
export type SourceRow = { line: number; cells: (string | null)[]; found: boolean[]; broken: string | null };

/** Where a feed's rows carry which column. `alias` is null for the feed's own file. */
export type FeedSlots = {
  columns: { alias: string | null; column: string }[];
  joins: Join[];
  slotOf: (column: string) => number;
  /** The join that a column is of, by its place among the feed's joins. */
  joinOf: (column: string) => number | null;
  formatOf: (mapping: Mapping, feed: Feed, column: string) => Format;
};

/** The slots of all columns that a feed reads. */
export function slotsOf(feed: Feed): FeedSlots {
  const written = [
    ...specsOf(feed).flatMap(({ spec }) => columnsOf(spec)),
    ...(feed.where ?? []).map((condition) => condition.column),
    ...(feed.groupBy ?? []),
    ...(feed.join ?? []).map((join) => join.on.local),
  ];
  const names = [...new Set(written)];
  const columns = names.map((column) => splitColumn(feed, column));
  const joinOf = (column: string) => {
    const { alias } = splitColumn(feed, column);
    const index = feed.join?.findIndex((join) => join.as === alias) ?? -1;
    return index < 0 ? null : index;
  };
  return { columns, joins: feed.join ?? [], slotOf: (column) => names.indexOf(column), joinOf, formatOf };
}

function formatOf(mapping: Mapping, feed: Feed, column: string): Format {
  const { alias } = splitColumn(feed, column);
  const file = alias ? feed.join?.find((join) => join.as === alias)?.file : feed.from;
  return { ...plainFormat, nulls: [""], ...mapping.format, ...(file ? mapping.files[file]?.format : {}) };
}

/** Reads a column's trimmed text from rows; blank where there is none. */
export function cellReader(slots: FeedSlots, column: string): (row: SourceRow) => string {
  const slot = slots.slotOf(column);
  return (row) => row.cells[slot]?.trim() ?? "";
}

export const isNull = (text: string, format: Format) => text === "" || Boolean(format.nulls?.includes(text));
