import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { testDatabase } from "@/db/testing/database";
import type { Viewer } from "@/lib/access/viewer";
import { type Tx, withAuth, withViewer } from "./client";

testDatabase();

const viewer = (n: number): Viewer => {
  const id = `00000000-0000-4000-8000-00000000000${n}`;
  const person = { personId: id, sessionId: id, name: "Pat", email: "pat@p.example" };
  return { ...person, kind: "partner", role: "partner_member", partnerId: id, partnerName: "P" };
};

type Context = { role: string; partner: string; id: string };
async function contextOf(tx: Tx): Promise<Context> {
  const rows = await tx.execute(
    sql`select current_user as role, current_setting('app.partner_id') as partner, pg_current_xact_id()::text as id`,
  );
  return rows[0] as unknown as Context;
}

describe("a transaction for a viewer", () => {
  it("is joined by a read inside it for the same viewer", async () => {
    const [outer, inner] = await withViewer(viewer(1), async (tx) => [
      await contextOf(tx),
      await withViewer(viewer(1), contextOf),
    ]);
    expect(inner).toEqual(outer);
  });

  it("is never joined for another viewer or another purpose (sec:T10)", async () => {
    const [one, two, auth, again] = await withViewer(viewer(1), (tx) =>
      Promise.all([
        contextOf(tx),
        withViewer(viewer(2), contextOf),
        withAuth(contextOf),
        withViewer(viewer(1), contextOf),
      ]),
    );
    expect([one.partner, two.partner, auth.partner]).toEqual([viewer(1).personId, viewer(2).personId, ""]);
    expect([one.role, two.role, auth.role]).toEqual(["portal_partner", "portal_partner", "portal_auth"]);
    expect(new Set([one.id, two.id, auth.id]).size).toBe(3);
    expect(again).toEqual(one);
  });

  it("ends when its work ends: the next one is another", async () => {
    const first = await withViewer(viewer(1), contextOf);
    expect((await withViewer(viewer(1), contextOf)).id).not.toBe(first.id);
  });
});
