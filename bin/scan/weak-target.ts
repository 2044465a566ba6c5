import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type postgres from "postgres";

/** A page with the two holes that the scanners look for, so that a scan that finds nothing proves something. Loopback only. */
export async function startWeakTarget(db: postgres.Sql): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer(async (request, response) => {
    const asked = new URL(request.url ?? "/", "http://localhost").searchParams.get("tier") ?? "";
    const found = await db
      .unsafe(`select key, name from tiers where key = '${asked}'`)
      .catch((error: Error) => [{ key: "PostgreSQL query failed: ERROR:", name: error.message }]);
    const list = found.map(({ key, name }) => `<li>${key} ${name}</li>`).join("");
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!doctype html><h1>Tier ${asked}</h1><ul>${list}</ul><a href="/?tier=gold">gold</a>`);
  });
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { url: `http://localhost:${port}`, stop };
}
