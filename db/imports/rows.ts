import "server-only";
import { sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";

export type StagedRow = {
  header: string[];
  cells: string[];
  faults: { column: string | null; value: string | null; reason: string }[];
  fixes: { by: string | null; at: Date; before: string[] }[];
};

/** A row of an import as it stands, with what is wrong and how it was before somebody mended it. Throws NotFound. */
export async function getStagedRow(viewer: Viewer, batchId: string, file: string, line: number): Promise<StagedRow> {
  if (viewer.kind !== "staff" || !isId(batchId)) throw new NotFound("This row");
  return withViewer(viewer, async (tx) => {
    const at = sql`batch_id = ${batchId}::uuid and file = ${file} and line = ${line}::int`;
    const [[row], faults, fixes] = await Promise.all([
      tx.execute<{ cells: string[]; header: string[] }>(sql`select r.cells, f.header from import_rows r
        cross join lateral (select f -> 'header' as header from import_batches b, jsonb_array_elements(b.files) f where b.id = r.batch_id and f ->> 'name' = r.file) f where ${at}`),
      tx.execute<StagedRow["faults"][number]>(
        sql`select distinct nullif("column", '') as column, value, reason from import_items where ${at} and outcome = 'quarantined'`,
      ),
      tx.execute<{
        by: string | null;
        fixedAt: Date;
        before: string[];
      }>(sql`select (select name from people p where p.id = fixed_by_id) as by, fixed_at as "fixedAt", before
        from import_fixes where ${at} order by fixed_at desc limit 20`),
    ]);
    if (!row) throw new NotFound("This row");
    return {
      ...row,
      faults: [...faults],
      fixes: fixes.map((fix) => ({ by: fix.by, at: new Date(fix.fixedAt), before: fix.before })),
    };
  });
}
