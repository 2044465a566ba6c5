import { randomUUID } from "node:crypto";
import { sql } from "../attacker";
import type { Stage, Step } from "./step";

/** What is wrong in the data, accepted and opened again; two pairs of customers, of which one is no pair. */
export async function* quality({ tag }: Stage): AsyncGenerator<Step> {
  const db = await sql();
  const why = "It is known";
  const source = `test-${tag}`;
  const [finding] = await db`insert into quality_findings (rule, subject_type, subject_id, name, source, wrong)
    values ('deal.close_date', 'deal', ${randomUUID()}, ${`Deal ${tag}`}, ${source}, '2001-01-01') returning id`;
  const findingId = finding?.id as string;
  const page = `/quality/findings/${findingId}`;
  yield { action: "accept", page, form: { findingId, why } };
  yield { action: "reopen", page, form: { findingId } };
  await db`delete from quality_findings where id = ${findingId}`;

  const customers = await db`insert into accounts (name) select ${`Customer ${tag} `} || n from generate_series(1, 3) n
    returning id`;
  const ids = customers.map(({ id }) => id as string).sort();
  const pair = async (one: number, other: number) => {
    const [made] = await db`insert into duplicate_pairs (kind, one_id, other_id, likely, hits)
      values ('account', ${ids[one] as string}, ${ids[other] as string}, 90, '[]') returning id`;
    return made?.id as string;
  };
  const [no, yes] = [await pair(0, 1), await pair(1, 2)];
  yield { action: "dismissDuplicate", page: `/quality/duplicates/${no}`, form: { pairId: no, why } };
  const merge = { pairId: yes, keptId: ids[1] as string, reason: why };
  yield { action: "mergeDuplicate", page: `/quality/duplicates/${yes}`, form: merge };
  const [merged] = await db`select id from record_merges where kept_id = ${ids[1] as string}`;
  const mergeId = merged?.id as string;
  yield { action: "unmergeDuplicate", page: "/quality/duplicates", form: { mergeId, kind: "account", reason: why } };
  await db`delete from record_merges where id = ${mergeId}`;
  await db`delete from duplicate_pairs where id in (${no}, ${yes})`;
  await db`delete from accounts where id = any(${ids})`;
}

/** An import that is held until somebody releases it, and the row that a published one held back. */
export async function* heldImports({ tag }: Stage): AsyncGenerator<Step> {
  const db = await sql();
  const source = `held-${tag}`;
  const mapping = {
    source,
    label: "A list",
    files: { partners: { match: "partners.csv" } },
    feeds: [
      {
        entity: "partner",
        from: "partners",
        fields: {
          id: { column: "Id" },
          name: { column: "Name" },
          type: { constant: "reseller" },
          joinedOn: { column: "Joined" },
        },
      },
    ],
  };
  const files = [
    { file: "partners", name: "partners.csv", bytes: 9, rows: 1, sha256: "x", header: ["Id", "Name", "Joined"] },
  ];
  const odd = [{ what: "rows", now: 9, before: 3 }];
  const [waits, done] = [randomUUID(), randomUUID()] as const;
  await db`insert into import_batches (id, source, mapping, status, held)
    values (${waits}, ${source}, ${JSON.stringify(mapping)}::text::jsonb, 'checked', ${JSON.stringify(odd)}::text::jsonb)`;
  const release = { batch: waits, reason: "We bought a company" };
  yield { action: "releaseImport", page: `/imports/${waits}`, form: release };

  await db`insert into import_batches (id, source, mapping, status, files, published_at)
    values (${done}, ${source}, ${JSON.stringify(mapping)}::text::jsonb, 'published', ${JSON.stringify(files)}::text::jsonb, now())`;
  await db`insert into import_rows (batch_id, file, line, cells)
    values (${done}, 'partners.csv', 2, ${JSON.stringify(["1", `Late ${tag}`, "yesterday"])}::text::jsonb)`;
  await db`insert into import_items (batch_id, seq, entity, external_id, file, line, outcome, reason)
    values (${done}, 1, 'partner', '1', 'partners.csv', 2, 'quarantined', 'is no date')`;
  yield { action: "mendImport", page: `/imports/${done}`, form: { batch: done } };
  const [mending] = await db`select id from import_batches where mends_id = ${done}`;
  const batch = mending?.id as string;
  const row = { batch, file: "partners.csv", line: "2", c0: "1", c1: `Late ${tag}`, c2: "2024-01-31" };
  yield { action: "fixImportRow", page: `/imports/${batch}/rows?file=partners.csv&line=2`, form: row };
  for (const table of ["import_items", "import_rows", "import_fixes"])
    await db`delete from ${db(table)} where batch_id in (${done}, ${batch})`;
  await db`delete from import_batches where id in (${waits}, ${done}, ${batch})`;
}
