import "server-only";
import { sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { people } from "@/db/people/schema";
import { scope } from "@/db/scope";
import { listChoices, savedViews } from "@/db/views/schema";
import type { Viewer } from "@/lib/access/viewer";
import type { KeptList, KeptView } from "@/lib/deals/views";
import { sideOf } from "./side";

/**
 * How the viewer arranged a list, and the views of it that they may open: their own, and those that their side shares. The
 * viewer's own come first, then by name.
 */
export function readKeptList(viewer: Viewer, list: string): Promise<KeptList> {
  const { me, side } = sideOf(viewer);
  return withViewer(viewer, async (tx) => {
    const [row] = await tx.execute<{ choice: Omit<KeptList, "views"> | null; views: KeptView[] | null }>(sql`
      select (select json_build_object('columns', ${listChoices.columns}, 'density', ${listChoices.density}) from ${listChoices}
          where ${listChoices.personId} = ${me}::uuid and ${listChoices.list} = ${list} and ${scope(viewer, listChoices)}) as choice,
        (select json_agg(v) from (
          select ${savedViews.id} as id, ${savedViews.name} as name, ${savedViews.query} as query, ${savedViews.columns} as columns,
            ${savedViews.sharing} as sharing, ${savedViews.role} as role, ${savedViews.personId} = ${me}::uuid as mine, ${people.name} as maker
          from ${savedViews} left join ${people} on ${people.id} = ${savedViews.personId} and ${scope(viewer, people)}
          where ${savedViews.list} = ${list} and ${side} and ${scope(viewer, savedViews)}
          order by mine desc, lower(${savedViews.name}), ${savedViews.id} limit 200) v) as views`);
    return {
      columns: row?.choice?.columns ?? null,
      density: row?.choice?.density ?? "normal",
      views: row?.views ?? [],
    };
  });
}
