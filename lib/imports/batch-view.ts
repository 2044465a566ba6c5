import { formatInstant } from "@/lib/format";
import { changesOf, summaryOf } from "./changes";

type Batch = {
  createdAt: Date;
  createdBy: string | null;
  publishedAt: Date | null;
  publishedBy: string | null;
  revertedAt: Date | null;
  revertedBy: string | null;
  files: readonly { name: string; rows: number }[];
};

/** What an import was made of, and who did what with it when. */
export function batchSentence(batch: Batch, timeZone: string): string {
  const done = (what: string, at: Date | null, by: string | null) =>
    at ? [`${what} ${formatInstant(at, timeZone)} by ${by ?? "the command line"}`] : [];
  const files = batch.files.map(({ name, rows }) => `${name} (${rows.toLocaleString("en-GB")} rows)`).join(", ");
  return [
    ...(files ? [files] : []),
    ...done("taken in", batch.createdAt, batch.createdBy),
    ...done("published", batch.publishedAt, batch.publishedBy),
    ...done("reverted", batch.revertedAt, batch.revertedBy),
  ].join(" · ");
}

type Item = {
  entity: string;
  externalId: string;
  outcome: string;
  file: string;
  line: number;
  payload: Record<string, unknown>;
  before: Record<string, unknown> | null;
};

/** Items as a reader sees them: changed ones field by field, new ones in a line. */
export const shownChanges = (items: readonly Item[]) =>
  items.map(({ entity, externalId, outcome, file, line, payload, before }) => ({
    entity,
    externalId,
    file,
    line,
    changes: outcome === "changed" ? changesOf(entity, payload, before) : null,
    summary: summaryOf(entity, payload),
  }));
