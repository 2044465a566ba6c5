import { rmSync } from "node:fs";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { migrateDatabase } from "@/db/migrate";
import { ensureServer, stopServer } from "@/db/server/embedded";
import { scratchFolder } from "./scratch";

declare module "vitest" {
  export interface ProvidedContext {
    ownerUrl: string;
  }
}

/** One cluster for the run, in memory where there is memory for it, with a migrated database to copy. */
export default async function setup(project: TestProject) {
  const folder = await scratchFolder("test");
  const { url } = await ensureServer(folder, { fsync: false, sharedBuffers: "128MB" });
  await migrateDatabase(url);
  const admin = postgres(new URL("/postgres", url).href, { max: 1, onnotice: () => {} });
  await admin.unsafe("alter database portal is_template true");
  await admin.end();
  project.provide("ownerUrl", url);
  return async () => {
    await stopServer(folder);
    rmSync(folder, { recursive: true, force: true });
  };
}
