import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
const trees = ["app", "bin", "components", "db", "e2e", "lib"];

type Source = { path: string; text: string };
const sources: Source[] = [
  ...trees.flatMap((tree) => filesIn(tree)),
  ...readdirSync(root).filter((file) => /^\w.*\.(ts|mts|mjs)$/.test(file) && !file.endsWith(".d.ts")),
].map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
const product = sources.filter(({ path }) => /^(app|components|db|lib|proxy)/.test(path) && !isTest(path));

function filesIn(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((file) => join(folder, file))
    .filter((file) => /\.(ts|tsx|mts|mjs)$/.test(file));
}

function isTest(path: string): boolean {
  return /\.(test|spec)\.tsx?$|(^|\/)testing\//.test(path);
}

/** What a file imports, as paths of the project or names of packages; types count as well. */
function importsOf({ path, text }: Source): string[] {
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^"';]*?from\s*"([^"]+)"|import\(\s*"([^"]+)"\s*\)|(?:^|\n)import "([^"]+)"/g,
  );
  return [...found].map(([, from, dynamic, bare]) => {
    const name = (from ?? dynamic ?? bare) as string;
    if (name.startsWith("@/")) return name.slice(2);
    return name.startsWith(".") ? relative(root, resolve(root, dirname(path), name)) : `package:${name}`;
  });
}

const where = (files: Source[], wrong: (source: Source) => unknown) => files.filter(wrong).map(({ path }) => path);
const inTree = (tree: string) => product.filter(({ path }) => path.startsWith(`${tree}/`));

describe("imports point one way", () => {
  const allowed: Record<string, RegExp> = {
    app: /^(app|components|db|lib|package:)/,
    components: /^(components|lib|package:)/,
    db: /^(db|lib|package:)/,
    lib: /^(lib|package:)/,
  };
  const signIn = /^(db|lib|package:)/;

  it.each(Object.keys(allowed))("from %s", (tree) => {
    const wrong = inTree(tree).flatMap((source) => {
      const may = source.path.startsWith("lib/auth/") ? signIn : (allowed[tree] as RegExp);
      return importsOf(source)
        .filter((name) => !may.test(name) && !isServerAction(name))
        .map((name) => `${source.path} imports ${name}`);
    });
    expect(wrong).toEqual([]);
  });

  const isServerAction = (name: string) => name.startsWith("node_modules/");

  it("keeps lib pure outside lib/auth: no next, no driver, no clock, no environment", () => {
    const pure = inTree("lib").filter(({ path }) => !path.startsWith("lib/auth/"));
    const packages = pure.flatMap((source) =>
      importsOf(source)
        .filter((name) => /^package:(next|next-auth|postgres|drizzle-orm|nodemailer|react-dom)(\/|$)/.test(name))
        .map((name) => `${source.path} imports ${name}`),
    );
    expect(packages).toEqual([]);
    expect(where(pure, ({ text }) => /\bnew Date\(\)|\bDate\.now\(\)|Temporal\.Now/.test(code(text)))).toEqual([]);
    expect(where(pure, ({ path, text }) => path !== "lib/env.ts" && code(text).includes("process.env"))).toEqual([]);
  });

  it("queries the database only in db, and never in a component", () => {
    const drivers = /^package:(drizzle-orm|postgres)(\/|$)/;
    const outside = product.filter(({ path }) => /^(app|components)\//.test(path) && !/^app\/api\/health\//.test(path));
    expect(where(outside, (source) => importsOf(source).some((name) => drivers.test(name)))).toEqual([]);
  });

  it("keeps the server's code out of client leaves", () => {
    const leaves = product.filter(({ text }) => /^"use client";/.test(text));
    const wrong = leaves.flatMap((source) =>
      importsOf(source)
        .filter((name) => /^(db|lib\/auth\/(?!form-state)|package:server-only)/.test(name))
        .map((name) => `${source.path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe("access", () => {
  /** Pages and routes that decide by themselves, or that everybody may open. */
  const open = [
    "app/api/auth/[...nextauth]/route.ts",
    "app/api/auth/backchannel-logout/route.ts",
    "app/apply/answer/page.tsx",
    "app/apply/confirm/page.tsx",
    "app/apply/done/page.tsx",
    "app/apply/page.tsx",
    "app/apply/sent/page.tsx",
    "app/page.tsx",
    "app/sign-in/check-mail/page.tsx",
    "app/sign-in/link/page.tsx",
    "app/sign-in/link/use/route.ts",
    "app/sign-in/page.tsx",
    ...["app/api/health/route.ts", "app/api/health/live/route.ts", "app/api/health/ready/route.ts"],
  ];
  const entries = product.filter(({ path }) => /^app\/.*\b(page|route|default|template)\.tsx?$/.test(path));

  it("is asked for by name in every page and route, beside the short public list", () => {
    expect(entries.length).toBeGreaterThan(8);
    const asks = /await requireViewer\(\s*(?:"[\w.]+"|reports\[report\]\.permission)\s*\)/;
    expect(where(entries, ({ path, text }) => !open.includes(path) && !asks.test(text))).toEqual([]);
  });

  it("is decided before anything is read", () => {
    const late = where(entries, ({ path, text }) => {
      if (open.includes(path)) return false;
      const body = text.slice(text.search(/export (default )?async function/));
      const asked = body.indexOf("requireViewer(");
      const readAt = body.search(/await (?!requireViewer|params|searchParams|cookies|headers|request)\w+\(/);
      return readAt !== -1 && readAt < asked;
    });
    expect(late).toEqual([]);
  });

  it("stands behind every server action: what a file of actions exports is made by the wrapper", () => {
    const files = product.filter(({ text }) => /^"use server";/m.test(text));
    expect(files.length).toBeGreaterThan(0);
    const wrong = files.flatMap(({ path, text }) =>
      [...text.matchAll(/^export (?!type\b|interface\b)(.*)$/gm)]
        .filter(([, made]) => !/^const \w+ = (action|publicAction)\(/.test(made as string))
        .map(([line]) => `${path}: ${line}`),
    );
    expect(wrong.filter((line) => !line.startsWith("app/theme.ts: export async function setTheme"))).toEqual([]);
    expect(where(product, ({ text }) => /^\s+"use server";/m.test(text))).toEqual([]);
  });

  it("has public actions on the pages of sign-in and of applications alone", () => {
    const users = where(product, ({ path, text }) => /\bpublicAction\(/.test(text) && path !== "lib/auth/action.ts");
    expect(users).toEqual(["app/apply/actions.ts", "app/sign-in/actions.ts"]);
  });

  it("is never decided by the proxy", () => {
    const proxy = product.find(({ path }) => path === "proxy.ts");
    expect(proxy?.text).not.toMatch(/redirect\(|rewrite\(|cookies|currentViewer|requireViewer/);
  });
});

describe("queries", () => {
  it("are server-only and never put a variable into SQL as it is", () => {
    const queries = inTree("db").filter(({ path }) => /\/(queries|list|page)\.ts$/.test(path));
    expect(where(queries, ({ text }) => !text.startsWith('import "server-only";'))).toEqual([]);
    const raw = product.filter(({ text }) => /\bsql\.raw\(|\.unsafe\(/.test(text));
    expect(where(raw, ({ path }) => !ownWords.includes(path))).toEqual([]);
    const given = /(sql\.raw|\.unsafe)\([^\n]*\b(viewer|input|form|searchParams|params|request|mapping|payload\.)/;
    expect(where(raw, ({ text }) => given.test(text))).toEqual([]);
  });

  it("never run as the worker from a page: the web process holds no such login", () => {
    expect(
      where(inTree("app"), ({ text }) => /\b(withWorker|workerDatabase|drainDirty|rebuildSums)\b/.test(text)),
    ).toEqual([]);
  });

  it("answer with a promise also when they refuse: a page waits for it, and says what was not found", () => {
    const wrong = inTree("db").flatMap(({ path, text }) =>
      [...text.matchAll(/^export function ((?:read|list|find|get|count)\w*)\(\s*viewer: [^]*?^}$/gm)]
        .filter(([body]) => /\bthrow |\b(whose|require\w+)\(/.test(body))
        .map(([, name]) => `${path}: ${name} is not async`),
    );
    expect(wrong).toEqual([]);
  });

  it("scope every table of a partner that they read", () => {
    const files = inTree("db").filter(({ path }) => /\/queries\.ts$/.test(path) && !/\/(imports|metrics)\//.test(path));
    expect(where(files, ({ text }) => !/\bscope\(|requireStaff\(/.test(text))).toEqual([]);
  });
});

/** What these files write into SQL as it is are names of our own tables and columns, or one of a few words of a type. */
const ownWords = [
  "db/bulk/generate.ts",
  "db/deals/conditions.ts",
  "db/deals/list.ts",
  "db/deals/orders.ts",
  "db/deals/walk.ts",
  "db/imports/publish.ts",
  "db/imports/revert.ts",
  "db/imports/table-columns.ts",
  "db/imports/transform.ts",
  "db/migrate.ts",
  "db/partners/list.ts",
  "db/partners/merge.ts",
  "db/seed/insert.ts",
  "db/server/embedded.ts",
  "db/walls.ts",
];

describe("caches", () => {
  it("hold nothing that depends on who asks", () => {
    const words =
      /["']use cache|unstable_cache|\bcacheLife\(|\bcacheTag\(|export const (revalidate|dynamic|fetchCache|dynamicParams)\b|force-static|force-cache|next:\s*\{\s*revalidate/;
    expect(where(product, ({ text }) => words.test(code(text)))).toEqual([]);
  });

  it("are of no use to pictures: the optimizer is off", () => {
    const config = sources.find(({ path }) => path === "next.config.ts");
    expect(config?.text).toMatch(/images:\s*\{\s*unoptimized:\s*true/);
    expect(where(product, (source) => importsOf(source).some((name) => name.startsWith("package:next/image")))).toEqual(
      [],
    );
  });
});

describe("the house", () => {
  const most: [kind: string, files: RegExp, lines: number][] = [
    ["a page", /^app\/.*\/page\.tsx$/, 90],
    ["a component", /^components\/.*\.tsx$/, 180],
    ["a query file", /^db\/.*\/(queries|list|rows|figures|explain)\.ts$/, 230],
    ["a metric", /^lib\/metrics\/definitions\/.*\.ts$/, 50],
    ["any file", /^(app|bin|components|db|lib)\/.*\.tsx?$/, 320],
  ];

  it.each(most)("keeps %s short", (_, files, lines) => {
    const long = sources.filter(
      ({ path, text }) => files.test(path) && !isTest(path) && text.split("\n").length > lines + 1,
    );
    expect(long.map(({ path, text }) => `${path}: ${text.split("\n").length - 1} lines`)).toEqual([]);
  });

  it("names files in kebab case, and by what they are about", () => {
    const names = sources.map(({ path }) => path).filter((path) => !/^(app|next-env)/.test(path));
    expect(names.filter((path) => !/^([a-z0-9-]+\/)*[a-z0-9-]+(\.[a-z-]+)*\.(ts|tsx|mts|mjs)$/.test(path))).toEqual([]);
    const empty = /(^|\/)(utils?|helpers?|common|misc|service|manager|types)(\.tsx?$|\/)/;
    expect(sources.map(({ path }) => path).filter((path) => empty.test(path))).toEqual([]);
  });

  it("leaves nothing to be done later", () => {
    const later = new RegExp(`\\b(${["TO", "DO"].join("")}|${["FIX", "ME"].join("")})\\b`);
    expect(where(sources, ({ text }) => later.test(text))).toEqual([]);
    const focused = new RegExp(`\\b(it|test|describe)\\.${["on", "ly"].join("")}\\(|\\.${["sk", "ip"].join("")}\\(`);
    expect(
      where(
        sources.filter(({ path }) => isTest(path)),
        ({ text }) => focused.test(text),
      ),
    ).toEqual([]);
  });

  it("keeps money out of floating point", () => {
    const money = /parseFloat\(|Number\([^)]*(E4|Minor)\b|\.toFixed\(/;
    const drawing = /^components\/(charts|ui)\/|^lib\/(format|money)\.ts$|^db\/seed\//;
    expect(where(product, ({ path, text }) => !drawing.test(path) && money.test(code(text)))).toEqual([]);
  });

  it("lists every page in lib/routes.ts, with its permission", () => {
    const routes = readFileSync(join(root, "lib/routes.ts"), "utf8");
    const listed = [...routes.matchAll(/href: "([^"]+)"[^}]*?permission: "([\w.]+)"/g)].map(
      ([, href]) => href as string,
    );
    const pages = product.flatMap(({ path }) => /^app\/\((?:portal|staff)\)(\/.*)\/page\.tsx$/.exec(path)?.[1] ?? []);
    expect(listed.filter((href) => !pages.includes(href))).toEqual([]);
    expect(pages.filter((href) => !listed.includes(href) && !unlisted.includes(href))).toEqual([]);
  });
});

/** Opened from another page, everybody's own, or nobody's: what `bin/bench` measures against. */
const unlisted = ["/metrics/[metric]", "/sessions", "/bench/empty"];

describe("the documents", () => {
  const documents = ["README.md", ...(existsSync(join(root, "docs")) ? markdown("docs") : [])].filter((path) =>
    existsSync(join(root, path)),
  );

  function markdown(folder: string): string[] {
    return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".md"))
      .map((file) => join(folder, file));
  }

  it("name only paths that exist", () => {
    const missing = documents.flatMap((document) => {
      const text = readFileSync(join(root, document), "utf8");
      const links = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(([, path]) =>
        join(dirname(document), path as string),
      );
      const quoted = [...text.matchAll(/`((?:app|bin|components|db|docs|e2e|lib|public|\.ci)\/[\w@().[\]/-]+)`/g)].map(
        ([, path]) => path as string,
      );
      return [...links, ...quoted]
        .filter((path) => !existsSync(join(root, path)))
        .map((path) => `${document}: ${path}`);
    });
    expect(missing).toEqual([]);
  });

  it("show pictures that a browser can open", () => {
    const pictures =
      filesIn("docs").length || existsSync(join(root, "docs"))
        ? readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".png"))
        : [];
    expect(pictures.filter((file) => statSync(join(root, "docs", file)).size < 1000)).toEqual([]);
  });
});

/** A source without its comments. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}
