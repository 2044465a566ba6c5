import { createServer } from "node:http";
import { portalUrl } from "../portal";
import { type Answer, send } from "./attacker";

export type SharedCache = { url: string; hits: () => number; stop: () => Promise<void> };

/**
 * A reverse proxy that keeps every answer it may, by address alone, for all who come: what Cache-Control says holds, and
 * where it says nothing an answer is kept, as caches are allowed to.
 */
export async function sharedCache(): Promise<SharedCache> {
  const kept = new Map<string, Answer>();
  let hits = 0;
  const server = createServer(async (asked, answer) => {
    const key = `${asked.method} ${asked.url}`;
    const found = kept.get(key);
    if (found) hits += 1;
    const headers = Object.fromEntries(
      Object.entries(asked.headers).filter((each): each is [string, string] => typeof each[1] === "string"),
    );
    const fresh =
      found ??
      (await send(asked.url ?? "/", {
        method: asked.method,
        headers: { ...headers, host: new URL(portalUrl()).host },
      }));
    if (!found && asked.method === "GET" && mayKeep(fresh)) kept.set(key, fresh);
    const { "transfer-encoding": _, connection: __, "content-length": ___, ...passed } = fresh.headers;
    answer.writeHead(fresh.status, passed as Record<string, string>).end(fresh.text);
  });
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  const { port } = server.address() as { port: number };
  const stop = () =>
    new Promise<void>((done) => {
      server.closeAllConnections();
      server.close(() => done());
    });
  return { url: `http://localhost:${port}`, hits: () => hits, stop };
}

function mayKeep({ headers, status }: Answer): boolean {
  const said = String(headers["cache-control"] ?? "");
  return [200, 301, 308, 404, 410].includes(status) && !/no-store|private|no-cache|max-age=0\b/.test(said);
}
