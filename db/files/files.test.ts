import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { addFile, removeFile } from "@/db/files/commands";
import { getFile, listFiles } from "@/db/files/queries";
import { cast, plantCanaries, staffViewer, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { FilePlace } from "@/lib/files/file-place";

const database = testDatabase();
const viewerB: Viewer = { ...viewerA, partnerId: cast.b, personId: "bbbbbbbb-0000-4000-8000-000000000002" };
/** A deal of both, and each one's own registration. */
const shared: FilePlace = { of: "deal", id: cast.shared };
const registration = (letter: "a" | "b"): FilePlace => ({
  of: "registration",
  id: `${letter.repeat(8)}-0000-4000-8000-000000000007`,
});
const content = Buffer.from([0, 255, 37, 80, 68, 70, 92, 39]);

beforeAll(() => plantCanaries(database.sql));

const add = (viewer: Viewer, name: string, place = shared, sharedWith: string | null = null) =>
  withViewer(viewer, (tx) => addFile(tx, viewer, { place, name, type: "application/pdf", content, sharedWith }));
const names = async (viewer: Viewer, place = shared) => (await listFiles(viewer, place)).map(({ name }) => name).sort();
const idOf = async (name: string) => (await database.sql`select id from files where name = ${name}`)[0]?.id as string;

describe("a file of a deal", () => {
  it("is kept byte for byte with its hash and who added it, and the log names it", async () => {
    const { audit } = await add(staffViewer, "kept.pdf");
    const [row] = await database.sql`select size, sha256, added_by_id from files where name = 'kept.pdf'`;
    const sha256 = createHash("sha256").update(content).digest("hex");
    expect(row).toEqual({ size: content.length, sha256, added_by_id: staffViewer.personId });
    expect((await getFile(staffViewer, await idOf("kept.pdf"))).content.equals(content)).toBe(true);
    expect(audit).toMatchObject({ action: "file.added", partnerId: null, after: { file: "kept.pdf", sha256 } });
  });

  it("is read by staff, and by the one partner that it is shared with", async () => {
    await add(staffViewer, "staff.pdf");
    await add(staffViewer, "for a.pdf", shared, cast.a);
    await add(viewerA, "from a.pdf");
    await add(viewerB, "from b.pdf", shared, cast.a);
    expect(await names(viewerA)).toEqual(["for a.pdf", "from a.pdf"]);
    expect(await names(viewerB)).toEqual(["from b.pdf"]);
    expect(await names(staffViewer)).toEqual(
      expect.arrayContaining(["staff.pdf", "for a.pdf", "from a.pdf", "from b.pdf"]),
    );
    for (const name of ["staff.pdf", "from b.pdf"])
      await expect(getFile(viewerA, await idOf(name))).rejects.toBeInstanceOf(NotFound);
    await expect(getFile(staffViewer, "../../etc/passwd")).rejects.toBeInstanceOf(NotFound);
  });

  it("is added by nobody to a deal or registration that they do not see, nor shared with who takes no part", async () => {
    const theirs: FilePlace = { of: "deal", id: "bbbbbbbb-0000-4000-8000-000000000005" };
    await expect(add(viewerA, "x.pdf", theirs)).rejects.toBeInstanceOf(NotFound);
    await expect(add(viewerA, "x.pdf", registration("b"))).rejects.toBeInstanceOf(NotFound);
    await expect(add(staffViewer, "x.pdf", theirs, cast.a)).rejects.toMatchObject({ problem: "partner" });
    expect(await idOf("x.pdf")).toBeUndefined();
  });

  it("is one of a hundred at most", async () => {
    await database.sql`insert into files (deal_id, name, type, size, sha256, content)
      select ${cast.shared}, 'many', 'x', 1, 'x', 'x' from generate_series(1, 100)`;
    await expect(add(staffViewer, "x.pdf")).rejects.toMatchObject({ problem: "full" });
    await database.sql`delete from files where name = 'many'`;
  });

  it("is taken away by staff, and the log keeps its name and hash", async () => {
    await add(viewerA, "wrong.pdf");
    const id = await idOf("wrong.pdf");
    await expect(withViewer(viewerA, (tx) => removeFile(tx, id))).rejects.toThrow();
    const { audit } = await withViewer(staffViewer, (tx) => removeFile(tx, id));
    expect(audit).toMatchObject({ action: "file.removed", partnerId: cast.a, before: { file: "wrong.pdf" } });
    await expect(withViewer(staffViewer, (tx) => removeFile(tx, id))).rejects.toBeInstanceOf(NotFound);
  });
});

describe("a file of a registration", () => {
  it("is added by its partner while it is open, and by staff for them", async () => {
    await add(staffViewer, "ours.pdf", registration("a"), cast.a);
    expect(await names(viewerA, registration("a"))).toContain("ours.pdf");
    await add(viewerA, "need.pdf", registration("a"));
    expect(await names(staffViewer, registration("a"))).toContain("need.pdf");
  });
});
