import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Database, until } from "./database";
import { callAction, type People, type Portal, send } from "./portal";

/**
 * What somebody sees: `ok`; `unavailable`, told clearly that it passes (503, or said so in the form); `refused`, nobody
 * takes the connection, which a load balancer hides; `failed`, anything else: another error, a broken connection, a hang.
 */
export type Outcome = "ok" | "unavailable" | "refused" | "failed";
export type Event = { at: number; ms: number; write: boolean; outcome: Outcome; why: string };

const pages = ["/home", "/partners", "/deals", "/metrics"];

/**
 * People who read pages and make partners without a break, on as many connections. `portals` may change meanwhile, as a
 * load balancer's list does.
 */
export function startLoad(
  portals: Pick<Portal, "url" | "origin">[],
  people: People,
  { readers = 3, writers = 2 } = {},
) {
  const events: Event[] = [];
  const acknowledged: string[] = [];
  let going = true;

  async function note(write: boolean, work: () => Promise<[Outcome, string]>) {
    const at = Date.now();
    const [outcome, why] = await work().catch((error: Error & { code?: string }): [Outcome, string] => [
      error.code === "ECONNREFUSED" ? "refused" : "failed",
      error.code ?? error.message,
    ]);
    events.push({ at, ms: Date.now() - at, write, outcome, why });
    // Nobody presses reload in less than that.
    await sleep(outcome === "ok" ? 5 : 50);
  }

  async function reader(n: number) {
    for (let i = n; going; i++) {
      const portal = portals[i % portals.length];
      if (!portal) {
        await sleep(20);
        continue;
      }
      const staff = i % 3 !== 0;
      const path = staff ? (pages[i % pages.length] as string) : "/home";
      await note(false, async () => {
        const { status, text } = await send(portal.url, path, { session: staff ? people.staff : people.partner });
        if (status === 200) return text.includes("</html>") ? ["ok", ""] : ["failed", "cut off"];
        return [status === 503 ? "unavailable" : "failed", String(status)];
      });
    }
  }

  async function writer(n: number) {
    for (let i = n; going; i++) {
      const portal = portals[i % portals.length];
      if (!portal) {
        await sleep(20);
        continue;
      }
      const name = `Written ${randomBytes(6).toString("hex")}`;
      await note(true, async () => {
        const { status, headers, text } = await callAction(
          portal,
          "createPartner",
          "/partners/new",
          partnerNamed(name),
          people.staff,
        );
        if (String(headers["x-action-redirect"] ?? "").startsWith("/partners/")) {
          acknowledged.push(name);
          return ["ok", ""];
        }
        const told = status === 503 || /just now|took too long/.test(text);
        return [told ? "unavailable" : "failed", `${status} ${text.slice(0, 200)}`];
      });
    }
  }

  const all = [...Array(readers).keys()].map(reader).concat([...Array(writers).keys()].map(writer));
  return {
    events,
    acknowledged,
    stop: async () => {
      going = false;
      await Promise.all(all);
    },
  };
}

export type Load = ReturnType<typeof startLoad>;

/** Waits until some more writes were acknowledged, and pages shown. */
export async function goesOn(load: Load): Promise<void> {
  const [writes, from] = [load.acknowledged.length, load.events.length];
  const pages = () => load.events.slice(from).filter(({ write, outcome }) => !write && outcome === "ok").length;
  await until(() => load.acknowledged.length >= writes + 5 && pages() >= 5, 90_000, "pages and writes to go on");
}

export const partnerNamed = (name: string) => ({
  name,
  type: "reseller",
  status: "active",
  importance: "medium",
  contractStatus: "active",
});

/** How many of the writes that were acknowledged are not there. */
export function lostOf(database: Database, names: string[]): Promise<number> {
  return database.asOwner(async (sql) => {
    const rows = await sql`select name from partners where name = any(${names})`;
    return names.length - new Set(rows.map((row) => row.name)).size;
  });
}

/** The load's tally, for the table and for what must hold. */
export function tally(events: Event[]) {
  const count = (outcome: Outcome) => events.filter((event) => event.outcome === outcome).length;
  const reasons: Record<string, number> = {};
  for (const { outcome, why } of events) if (outcome === "failed") reasons[why] = (reasons[why] ?? 0) + 1;
  const bad = events.filter(({ outcome }) => outcome !== "ok");
  return {
    tried: events.length,
    ok: count("ok"),
    unavailable: count("unavailable"),
    refused: count("refused"),
    failed: count("failed"),
    slowestMs: Math.max(0, ...events.map(({ ms }) => ms)),
    /** From the first answer that was not right to the last. */
    seconds: bad.length
      ? (Math.max(...bad.map(({ at, ms }) => at + ms)) - Math.min(...bad.map(({ at }) => at))) / 1000
      : 0,
    reasons,
    slowest: events.reduce<Event | undefined>((most, event) => (most && most.ms >= event.ms ? most : event), undefined),
  };
}
