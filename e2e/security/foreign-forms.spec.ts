import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, portalUrl, test } from "../portal";
import {
  type Answer,
  callAction,
  contents,
  forget,
  invent,
  partners,
  root,
  type Stranger,
  send,
  serverActions,
  sessionOf,
  sql,
} from "./attacker";

let admin: Stranger;
let victim: Stranger;
let session: string;

test.beforeAll(async () => {
  const { a } = await partners();
  [admin, victim] = [await invent("admin", a.id), await invent("executive", a.id)];
  session = await sessionOf(admin.id);
});
test.slow();
test.beforeEach(async () => {
  const db = await sql();
  await db`delete from attempts`;
});
test.afterAll(() => forget([admin, victim]));

/** How a page elsewhere can make a browser send a form; and how a proxy that was set up badly passes it on. */
const senders = (): Record<string, string>[] => [
  { origin: "https://evil.example" },
  { origin: "null" },
  {},
  { origin: "" },
  { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
  {
    origin: "https://evil.example",
    host: "evil.example",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
  },
  { origin: portalUrl().replace("localhost", "localhost.evil.example") },
  { origin: portalUrl().replace("http:", "https:") },
  { origin: `${portalUrl()}.evil.example` },
  { origin: portalUrl(), "sec-fetch-site": "cross-site" },
  { origin: portalUrl(), "sec-fetch-site": "same-site" },
];

/** What each action would write, if it ran: the names of the fields of all forms together. */
const fields = () => ({
  person: victim.id,
  role: "admin",
  reason: "a reason",
  email: "x@northstar.example",
  name: "X",
  theme: "dark",
  next: "/",
});

/** The bodies that a form of HTML can send without a script and without a question to us. */
function plainForms(id: string): [type: string, body: string][] {
  const pairs = Object.entries({ [`$ACTION_ID_${id}`]: "", ...fields() });
  const part = ([name, value]: [string, string]) =>
    `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  return [
    ["multipart/form-data; boundary=x", `${pairs.map(part).join("")}--x--\r\n`],
    ["application/x-www-form-urlencoded", new URLSearchParams(pairs).toString()],
    ["text/plain", pairs.map(([name, value]) => `${name}=${value}`).join("\r\n")],
  ];
}

const post = (path: string, method: string, [type, body]: [string, string], headers: Record<string, string>) => {
  const described = { "content-type": type, "content-length": String(Buffer.byteLength(body)), ...headers };
  return send(path, { method, session, body, headers: described });
};

test("sec:H2 no action runs for a form that was sent from elsewhere, however it is sent", async () => {
  const before = await contents();
  const wrong: string[] = [];
  const note = (what: string, { status, headers }: Answer) => {
    if (status !== 403 || headers["set-cookie"]) wrong.push(`${what}: ${status} ${headers["set-cookie"] ?? ""}`);
  };
  const actions = serverActions();
  expect(actions.length).toBeGreaterThan(20);
  for (const { id, name } of actions)
    for (const headers of senders()) {
      const called = callAction(id, "/home", fields(), { session, headers: { origin: "", ...headers } });
      const posted = plainForms(id).map((form) => post("/home", "POST", form, headers));
      const answers = await Promise.all([called, ...posted]);
      answers.forEach((answer, n) => note(`${name}, body ${n}, ${JSON.stringify(headers)}`, answer));
    }
  expect(wrong).toEqual([]);
  expect(await contents()).toEqual(before);
});

test("sec:H2 no route writes for a request that was sent from elsewhere", async () => {
  const manifest = JSON.parse(readFileSync(join(root, ".next/app-path-routes-manifest.json"), "utf8"));
  const handlers = Object.entries(manifest as Record<string, string>)
    .filter(([file]) => file.endsWith("/route"))
    .map(([, path]) => path.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name) => (name === "report" ? "deals" : "x")));
  expect(handlers).toContain("/imports/upload");
  const before = await contents();
  const wrong: string[] = [];
  for (const path of handlers)
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const forms = plainForms("0".repeat(42));
      const answers = senders().map((headers, n) => post(path, method, forms[n % 3] as (typeof forms)[0], headers));
      for (const { status, headers } of await Promise.all(answers)) {
        // What comes from the provider has no origin: there the signature decides, and this is none.
        const says = path === "/api/auth/backchannel-logout" ? [400, 405] : [403, 405];
        if (!says.includes(status) || headers["set-cookie"]) wrong.push(`${method} ${path}: ${status}`);
      }
    }
  expect(wrong).toEqual([]);
  expect(await contents()).toEqual(before);
});

test("sec:H2 the link's own page, which names no origin, is believed only with the browser's word on it", async () => {
  const body = "token=x&confirmed=yes";
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const statuses = async (headers: Record<string, string>) =>
    (await send("/sign-in/link/use", { method: "POST", body, headers: { ...form, ...headers } })).status;
  expect(await statuses({ origin: "null", "sec-fetch-site": "same-origin" })).toBe(303);
  for (const site of ["cross-site", "same-site", "none", "same-origin, cross-site"])
    expect(await statuses({ origin: "null", "sec-fetch-site": site }), site).toBe(403);
  expect(await statuses({ "sec-fetch-site": "same-origin" })).toBe(403);
});
