#!/usr/bin/env node
// Applies patches/*.mjs to node_modules. Running it again changes nothing; text it cannot find stops it with exit code 1.
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function edited(text, edit, where) {
  if (text.includes(edit.to)) return text;
  const parts = text.split(edit.from);
  if (parts.length === 2) return parts.join(edit.to);
  throw new Error(
    `${where}: the text to replace was found ${parts.length - 1} times instead of once (${edit.why}).\n` +
      "The installed package differs from the one the patch was written for. " +
      "Run `npm ci`, or review the patch for the new version.",
  );
}

function apply(patch) {
  const folder = join(root, "node_modules", patch.package);
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (version !== patch.version) {
    throw new Error(
      `${patch.package} ${version} is installed, but its patch was written for ${patch.version}. ` +
        "Install that version, or review the patch for the new one.",
    );
  }
  let changed = 0;
  for (const { paths, edits } of patch.files) {
    for (const path of paths) {
      const file = join(folder, path);
      const before = readFileSync(file, "utf8");
      const after = edits.reduce((text, edit) => edited(text, edit, `${patch.package}/${path}`), before);
      if (after === before) continue;
      writeFileSync(`${file}.${process.pid}`, after);
      renameSync(`${file}.${process.pid}`, file);
      changed += 1;
    }
  }
  console.log(`${patch.package} ${version}: ${changed ? `patched ${changed} files` : "already patched"}`);
}

try {
  if (!existsSync(join(root, "node_modules"))) throw new Error("node_modules is missing. Run `npm ci` first.");
  for (const name of readdirSync(join(root, "patches")).filter((name) => name.endsWith(".mjs"))) {
    apply((await import(pathToFileURL(join(root, "patches", name)).href)).default);
  }
} catch (error) {
  console.error(`apply-patches: ${error.message}`);
  process.exit(1);
}
