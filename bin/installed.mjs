#!/usr/bin/env node
// Exits with 0 when node_modules holds the versions that package-lock.json names, else with 1.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = (file) => JSON.parse(readFileSync(join(root, file), "utf8")).packages;

try {
  const installed = packages("node_modules/.package-lock.json");
  const wrong = Object.entries(packages("package-lock.json")).some(
    // What is optional depends on the machine.
    ([path, { version, optional, devOptional }]) =>
      path !== "" && !optional && !devOptional && installed[path]?.version !== version,
  );
  process.exitCode = wrong ? 1 : 0;
} catch {
  process.exitCode = 1;
}
