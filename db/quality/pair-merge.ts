import "server-only";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { enqueue } from "@/db/jobs/queue";
import { mergePartners, unmergePartners } from "@/db/partners/merge";
import { Refused } from "@/lib/errors";
import type { PairKind } from "@/lib/quality/duplicates";
import { lockPair } from "./duplicates";
import { mergeRecord, unmergeRecord } from "./merge";

type By = { personId: string | null };

/** Merges the two of a pair into the one that is kept; the data are checked again after. Throws NotFound, Refused. */
export async function mergePair(
  tx: Tx,
  by: By,
  { pairId, keptId, reason }: { pairId: string; keptId: string; reason: string },
): Promise<{ kind: PairKind; audit: AuditEntry }> {
  const { kind, oneId, otherId } = await lockPair(tx, pairId);
  if (keptId !== oneId && keptId !== otherId) throw new Refused("Choose which of the two stays", "keptId");
  const goneId = keptId === oneId ? otherId : oneId;
  const { audit } =
    kind === "partner"
      ? await mergePartners(tx, by, { survivorId: keptId, mergedId: goneId, reason })
      : await mergeRecord(tx, by, { kind, keptId, goneId, reason });
  if (kind !== "partner") await enqueue(tx, "quality", { key: "quality" });
  return { kind, audit };
}

/** Undoes a merge of partners, customers or contacts; the data are checked again after. Throws NotFound, Refused. */
export async function unmergePair(
  tx: Tx,
  by: By,
  { kind, mergeId, reason }: { kind: PairKind; mergeId: string; reason: string },
): Promise<{ audit: AuditEntry }> {
  const { audit } =
    kind === "partner"
      ? await unmergePartners(tx, by, { mergeId, reason })
      : await unmergeRecord(tx, by, { mergeId, reason });
  if (kind !== "partner") await enqueue(tx, "quality", { key: "quality" });
  return { audit };
}
