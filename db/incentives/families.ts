import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { RevenueFact } from "@/lib/incentives/facts";
import { groupBy } from "@/lib/incentives/group";

/** Records that were merged are one partner: what one of them earned, none of them earns again. */
export type Families = {
  rootOf: (partnerId: string) => string;
  /** Its records: itself, and those that were merged into it. */
  recordsOf: (rootId: string) => readonly string[];
  /** These partners with every record of theirs. */
  all: (partnerIds: readonly string[]) => string[];
  /** Facts as those of the record that is left, each once. */
  united: (facts: readonly RevenueFact[]) => RevenueFact[];
};

/** Which records were merged into which, as it is now. */
export async function readFamilies(tx: Tx): Promise<Families> {
  const merged = await tx.execute<{ id: string; root: string }>(
    sql`select id, partner_root(id) as root from partners where merged_into_id is not null`,
  );
  const roots = new Map(merged.map(({ id, root }) => [id, root]));
  const rootOf = (partnerId: string) => roots.get(partnerId) ?? partnerId;
  const records = groupBy(merged, ({ root }) => root);
  const recordsOf = (rootId: string) => [rootId, ...(records.get(rootId) ?? []).map(({ id }) => id)];
  return {
    rootOf,
    recordsOf,
    all: (partnerIds) => [...new Set(partnerIds.map(rootOf))].flatMap(recordsOf),
    united: (facts) => {
      if (roots.size === 0) return [...facts];
      const own = new Set(facts.map(({ key, partnerId }) => `${key} ${partnerId}`));
      return facts.flatMap((fact) => {
        const partnerId = rootOf(fact.partnerId);
        if (partnerId === fact.partnerId) return [fact];
        return own.has(`${fact.key} ${partnerId}`) ? [] : [{ ...fact, partnerId }];
      });
    },
  };
}
