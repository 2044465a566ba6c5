import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");

type Locked = { version: string; integrity?: string; resolved?: string; link?: boolean };
const locked = Object.entries(JSON.parse(read("package-lock.json")).packages as Record<string, Locked>).filter(
  ([path]) => path !== "",
);
const nameOf = (path: string) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

describe("sec:H8 what is installed", () => {
  test("is nowhere older than the versions that the table of docs/security.md asks for", () => {
    const floors = floorsIn(read("docs/security.md"));
    expect(floors.length).toBeGreaterThan(7);
    for (const [name, least] of floors) {
      const found = locked.filter(([path]) => nameOf(path) === name);
      expect(found, `${name} is installed`).not.toEqual([]);
      const old = found.filter(([, { version }]) => isOlder(version, least));
      expect(old.map(([path, { version }]) => `${path} ${version} is older than ${least}`)).toEqual([]);
    }
  });

  test("is compared by number, and a beta comes before its release", () => {
    const order = [
      "5.0.0-beta.9",
      "5.0.0-beta.31",
      "5.0.0-beta.32",
      "5.0.0",
      "5.0.1",
      "5.0.10",
      "16.4.0-canary.48",
      "16.4.1",
    ];
    for (const [n, version] of order.entries())
      for (const [m, other] of order.entries())
        expect([version, other, isOlder(version, other)]).toEqual([version, other, n < m]);
  });

  test("is named by its content: each package has a hash, none an address or a folder of its own", () => {
    expect(locked.length).toBeGreaterThan(100);
    const wrong = locked.filter(
      ([, { integrity, resolved, link }]) => !/^sha512-/.test(integrity ?? "") || resolved || link,
    );
    expect(wrong.map(([path]) => path)).toEqual([]);
    expect(read("package-lock.json")).not.toMatch(/"resolved"|"(version|link)": "(git|file|https?):/);
  });

  test("is asked for by exact versions, and runs no script of its own", () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read("package.json"));
    const asked = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies } as Record<
      string,
      string
    >);
    expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version))).toEqual([]);
    const installs = read("bin/setup").match(/^\s*npm (ci|install).*$/gm) ?? [];
    expect(installs.length).toBe(1);
    expect(installs.every((line) => line.includes("--ignore-scripts"))).toBe(true);
  });
});

describe("sec:H8 what is kept in the repository", () => {
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8", maxBuffer: 10_000_000 })
    .split("\0")
    .filter((file) => file && !/\.(png|woff2?|ico)$/.test(file));

  test("holds no secret: no key, no token, no password of a service", () => {
    expect(files.length).toBeGreaterThan(200);
    const found = files.flatMap((file) => secretsIn(read(file)).map((secret) => `${file}: ${secret}`));
    expect(found).toEqual([]);
  });

  test("would be found if it did", () => {
    const samples = [
      ["AKIA", "ABCDEFGHIJKLMNOP"],
      ["ghp_", "a".repeat(36)],
      ["xoxb-", "123456789012-abcdefghijkl"],
      ["sk_live_", "a1".repeat(12)],
      ["-----BEGIN RSA PRIVATE ", "KEY-----"],
      ["eyJhbGciOiJIUzI1NiJ9.", "eyJzdWIiOiIxMjM0NTY3ODkwIn0.", "abcdefghijklmnop"],
      ["postgres://portal:", "s3cr3tPassw0rd@db.example.com/x"],
      ["AUTH_SECRET=", "0123456789abcdef0123456789abcdef"],
    ].map((parts) => parts.join(""));
    for (const sample of samples) expect(secretsIn(`x = "${sample}"`), sample).toHaveLength(1);
  });

  test("has no file that secrets are kept in", () => {
    expect(files.filter((file) => /(^|\/)(\.env(\..*)?|id_rsa.*|.*\.(pem|p12|pfx|key|keystore))$/.test(file))).toEqual(
      [],
    );
  });
});

/** Rows of the table "Minimum safe versions": the package and its least version. */
function floorsIn(document: string): [name: string, least: string][] {
  const [, section = ""] = document.split("## Minimum safe versions");
  const table = section.split("\n## ")[0] as string;
  return [...table.matchAll(/^\| `([^`]+)` \| (\d[\w.-]*) \|/gm)].map(([, name, least]) => [
    name as string,
    least as string,
  ]);
}

/** By the rule of semantic versions: numbers by size, and a beta before its release. */
function isOlder(version: string, least: string): boolean {
  const parts = (text: string) => {
    const [release = "", beta] = text.split("-", 2);
    const numbers = release.split(".").map(Number);
    return [...numbers, beta ? 0 : 1, ...(beta?.split(".").map((part) => Number(part) || 0) ?? [])];
  };
  const [a, b] = [parts(version), parts(least)];
  const at = a.findIndex((part, n) => part !== (b[n] ?? 0));
  return at >= 0 && (a[at] as number) < (b[at] ?? 0);
}

function secretsIn(text: string): string[] {
  const rules = [
    /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
    /\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_\w{22,}/,
    /\bxox[abeprs]-[\w-]{10,}/,
    /\b[sr]k_live_[A-Za-z0-9]{16,}/,
    /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
    /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/,
    /\b(postgres(ql)?|smtps?|mysql|redis|https?):\/\/[^\s:@/"'`$]+:(?!secret\b|password\b|pw\b)[^\s@/"'`${}]{6,}@(?!localhost|127\.)/,
    /\b(AUTH_SECRET|AUTH_SSO_SECRET|SMTP_PASSWORD|API_KEY)\s*[=:]\s*["']?[\w+/=-]{24,}/,
    /\bnpm_[A-Za-z0-9]{36}\b/,
    /\bAIza[\w-]{35}\b/,
  ];
  return rules.flatMap((rule) => rule.exec(text)?.[0] ?? []);
}
