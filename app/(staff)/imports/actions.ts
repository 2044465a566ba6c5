"use server";

import { z } from "zod";
import { type Tx, withViewer } from "@/db/client";
import * as imports from "@/db/imports/commands";
import { beginMending, fixRow } from "@/db/imports/fix";
import { releaseImport as release } from "@/db/imports/hold";
import { findBatchMapping, findMapping } from "@/db/imports/queries";
import type { Viewer } from "@/lib/access/viewer";
import { action } from "@/lib/auth/action";
import { NotFound, Refused } from "@/lib/errors";
import { type Mapping, MappingInvalid, readMapping } from "@/lib/imports/mapping";
import { withParts } from "@/lib/imports/mapping-form";
import { cellsOf, rowForm, rowHref } from "@/lib/imports/row-form";

const batch = z.uuid();
const ofBatch = z.object({ batch });
const optionalBatch = z.preprocess((value) => value || undefined, batch.optional());

export const publishImport = action({
  name: "import.publish",
  permission: "imports.run",
  schema: ofBatch,
  long: true,
  run: async ({ tx, actor, input }) => {
    const { audit } = await imports.publishImport(tx, actor, input.batch);
    return { audit, redirectTo: `/imports/${input.batch}` };
  },
});

export const revertImport = action({
  name: "import.revert",
  permission: "imports.run",
  schema: ofBatch.extend({ reason: z.string().trim().min(3, "Say why; it stands in the audit log").max(500) }),
  long: true,
  run: async ({ tx, actor, input }) => {
    const { audit } = await imports.revertImport(tx, actor, input.batch, input.reason);
    return { audit, redirectTo: `/imports/${input.batch}` };
  },
});

export const discardImport = action({
  name: "import.discard",
  permission: "imports.run",
  schema: ofBatch,
  long: true,
  run: async ({ tx, input }) => {
    const { audit } = await imports.discardImport(tx, input.batch);
    return { audit, redirectTo: "/imports" };
  },
});

export const releaseImport = action({
  name: "import.release",
  permission: "imports.run",
  schema: ofBatch.extend({ reason: z.string().trim().min(3, "Say why; it stands in the audit log").max(500) }),
  run: async ({ tx, actor, input }) => {
    const { audit } = await release(tx, actor, input.batch, input.reason);
    return { audit, redirectTo: `/imports/${input.batch}` };
  },
});

export const mendImport = action({
  name: "import.mend",
  permission: "imports.run",
  schema: ofBatch,
  long: true,
  run: async ({ tx, actor, input }) => {
    const { id, audit } = await beginMending(tx, actor, input.batch);
    return { audit, redirectTo: `/imports/${id}` };
  },
});

export const fixImportRow = action({
  name: "import.fix_row",
  permission: "imports.run",
  schema: rowForm,
  long: true,
  run: async ({ tx, actor, input }) => {
    const { batch: batchId, file, line } = input;
    const { whole, audit } = await fixRow(tx, actor, { batchId, file, line }, cellsOf(input));
    return { audit, redirectTo: whole ? `/imports/${batchId}` : rowHref(batchId, file, line) };
  },
});

export const saveMappingParts = action({
  name: "import_mapping.save_parts",
  permission: "imports.run",
  schema: z.looseObject({ source: z.string(), batch: optionalBatch }),
  run: async ({ tx, viewer, actor, input }) => {
    const mapping = input.batch ? await findBatchMapping(tx, input.batch) : await findMapping(tx, input.source);
    if (mapping?.source !== input.source) throw new NotFound("This source");
    return saved(
      viewer,
      await imports.saveMapping(
        tx,
        actor,
        valid(() => withParts(mapping, input)),
      ),
      mapping.source,
      input.batch,
    );
  },
});

export const saveMappingText = action({
  name: "import_mapping.save_text",
  permission: "imports.run",
  schema: z.object({
    source: z.string(),
    batch: optionalBatch,
    json: z.string().max(500_000, "is longer than a mapping is"),
  }),
  run: async ({ tx, viewer, actor, input }) => {
    const mapping = valid(() => JSON.parse(input.json), "json");
    if (input.source !== "new" && mapping.source !== input.source)
      throw new Refused(`source: stays "${input.source}"; a new source is made under Imports`, "json");
    return saved(viewer, await imports.saveMapping(tx, actor, mapping), mapping.source, input.batch);
  },
});

function valid(make: () => unknown, field?: string): Mapping {
  try {
    return readMapping(make());
  } catch (error) {
    if (error instanceof MappingInvalid || error instanceof SyntaxError) throw new Refused(error.message, field);
    throw error;
  }
}

/** With a batch, it is checked again by the saved mapping once that is kept. */
function saved(
  viewer: Viewer,
  { audit }: Awaited<ReturnType<typeof imports.saveMapping>>,
  source: string,
  batchId: string | undefined,
) {
  const committed = async () => {
    const check = async (tx: Tx) => imports.checkImport(tx, batchId as string, await findMapping(tx, source));
    if (batchId) await withViewer(viewer, check, "long");
  };
  return { audit, committed, redirectTo: batchId ? `/imports/${batchId}` : `/imports/mappings/${source}` };
}
