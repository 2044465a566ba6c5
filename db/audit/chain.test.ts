import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { sealAudit, verifyAudit } from "@/db/audit/chain";
import { withWorker } from "@/db/client";
import { tasks } from "@/db/jobs/tasks";
import { plantCanaries } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";

const database = testDatabase();
beforeAll(() => plantCanaries(database.sql));
afterEach(() => database.sql`alter table audit_entries enable trigger only_grows`);

const write = (subject: string) =>
  database.sql`insert into audit_entries (actor, action, subject_type, subject, before, after)
    values ('Ada Brandt', 'stage.changed', 'stage', ${subject}, '{"name": "Proposal"}', '{"name": "Offer"}')`;
const verify = (kept?: { position: string; hash: string }) => withWorker((tx) => verifyAudit(tx, kept));

/** What somebody who rules the database can do. */
async function tamper(statement: string) {
  await database.sql`alter table audit_entries disable trigger only_grows`;
  await database.sql.unsafe(statement);
}

describe("the audit log (sec:A1)", () => {
  it("is sealed once, entry by entry, however many seal it at the same time", async () => {
    await write("first");
    const sealed = await Promise.all([sealAudit(), sealAudit(), sealAudit()]);
    await write("second");
    expect(await verify()).toMatchObject({ unsealed: "1", problems: [] });
    expect(await sealAudit()).toBe(1);
    const proof = await verify();
    expect(proof).toMatchObject({ unsealed: "0", problems: [] });
    expect(String(sealed.reduce((sum, n) => sum + n, 1))).toBe(proof.sealed);
  });

  it("seals an entry whose number is lower but that was committed later", async () => {
    await database.sql.begin(async (slow) => {
      await slow`insert into audit_entries (actor, action, subject_type, subject) values ('Slow', 'x', 'x', 'late')`;
      await write("in the meantime");
      await sealAudit();
    });
    expect(await verify()).toMatchObject({ unsealed: "1" });
    expect(await sealAudit()).toBe(1);
    expect(await verify()).toMatchObject({ unsealed: "0", problems: [] });
  });

  it.each([
    ["changed", "update audit_entries set actor = 'Nobody'", /^entry \d+ is not what was sealed$/],
    [
      "changed inside what it says",
      `update audit_entries set after = after || '{"name": "Other"}'`,
      /^entry \d+ is not what was sealed$/,
    ],
    [
      "moved in time",
      "update audit_entries set at = at + interval '1 microsecond'",
      /^entry \d+ is not what was sealed$/,
    ],
    ["removed", "delete from audit_entries", /^entry \d+ was sealed and is gone$/],
  ])("shows that an entry was %s by somebody who rules the database", async (what, statement, says) => {
    await write(what);
    await write("the next");
    await sealAudit();
    const before = await verify();
    await tamper(`${statement} where subject = '${what}'`);
    const found = (await verify()).problems.filter((problem) => !before.problems.includes(problem));
    expect(found).toEqual([expect.stringMatching(says)]);
  });

  it("is checked each night, and its newest seal goes into the worker's log", async () => {
    const said = vi.spyOn(console, "info").mockReturnValue();
    await write("before the night");
    await sealAudit();
    const context = { payload: {}, askedById: null, tried: 1, signal: new AbortController().signal };
    // What the tests before this one did to the log is found.
    await expect(tasks.audit_check(context)).rejects.toThrow("tampered");
    await database.sql`alter table audit_chain disable trigger only_grows`;
    await database.sql`delete from audit_chain`;
    await sealAudit();
    await database.sql`alter table audit_chain enable trigger only_grows`;
    await tasks.audit_check(context);
    expect(said.mock.calls).toEqual([[expect.stringMatching(/^audit log sealed up to \d+:[0-9a-f]{64}$/)]]);
  });

  it("shows that entries and seals were made anew together, to whoever kept a seal elsewhere", async () => {
    await write("wanted gone");
    await sealAudit();
    const { last } = await verify();
    await tamper("delete from audit_entries where subject = 'wanted gone'");
    await database.sql`alter table audit_chain disable trigger only_grows`;
    await database.sql`delete from audit_chain`;
    await sealAudit();
    expect((await verify()).problems).toEqual([]);
    expect((await verify(last ?? undefined)).problems).toEqual([expect.stringMatching(/cut off before it$/)]);
    for (const subject of ["one", "two", "three"]) await write(subject);
    await sealAudit();
    expect((await verify(last ?? undefined)).problems).toEqual([expect.stringMatching(/written anew$/)]);
    await database.sql`alter table audit_chain enable trigger only_grows`;
  });
});
