import { afterEach, describe, expect, it, vi } from "vitest";
import { connectionUrl } from "./connection";

const mine = "postgres://someone:secret@127.0.0.1:5432/portal";

function given(set: Record<string, string>) {
  for (const name of ["DATABASE_URL", "DATABASE_WEB_URL", "DATABASE_WORKER_URL"]) vi.stubEnv(name, set[name] ?? "");
}

afterEach(() => vi.unstubAllEnvs());

describe("the address of the database", () => {
  it("is the one given for the role, or the owner's with the role's own name and password", async () => {
    given({ DATABASE_URL: mine, DATABASE_WEB_URL: "postgres://web@127.0.0.1/portal" });
    expect(await connectionUrl("web")).toBe("postgres://web@127.0.0.1/portal");
    expect(await connectionUrl("worker")).toMatch(
      /^postgres:\/\/portal_worker:[0-9a-f]{64}@127\.0\.0\.1:5432\/portal$/,
    );
    expect(await connectionUrl("owner")).toBe(mine);
  });

  it("is never the built-in server's when another role's is given: the missing one is named", async () => {
    given({ DATABASE_WORKER_URL: "postgres://worker@127.0.0.1/portal" });
    await expect(connectionUrl("web")).rejects.toThrow("Set DATABASE_WEB_URL, or DATABASE_URL for all.");
    given({ DATABASE_WEB_URL: "postgres://web@127.0.0.1/portal" });
    await expect(connectionUrl("worker")).rejects.toThrow("Set DATABASE_WORKER_URL, or DATABASE_URL for all.");
    await expect(connectionUrl("owner")).rejects.toThrow("Set DATABASE_URL.");
  });
});
