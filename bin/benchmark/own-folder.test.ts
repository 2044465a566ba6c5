import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { takeFolder } from "./own-folder";

const folder = mkdtempSync(join(tmpdir(), "bench-folder-"));

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

test("a folder with a database that was not made for measuring is refused and left as it is", () => {
  vi.stubEnv("DATA_DIR", "");
  const other = mkdtempSync(join(tmpdir(), "bench-other-"));
  writeFileSync(join(other, "postgres.json"), "{}");
  expect(() => takeFolder(other)).toThrow("not made for measuring");
  expect(existsSync(join(other, "bench-own.json"))).toBe(false);
  rmSync(other, { recursive: true });
});

test("an empty folder is taken, and again later; the database that the environment names is never used", () => {
  vi.stubEnv("DATA_DIR", "");
  vi.stubEnv("DATABASE_URL", "postgres://elsewhere/portal");
  takeFolder(folder);
  writeFileSync(join(folder, "postgres.json"), "{}");
  takeFolder(folder);
  expect(process.env.DATABASE_URL).toBeUndefined();
  expect(process.env.DATA_DIR).toBe(folder);
});
