import { createServer } from "node:net";

/** The first port from `from` on that nothing listens on, on either loopback address. */
export async function firstFreePort(from: number): Promise<number> {
  for (let port = from; port < from + 200; port++) if (await isFree(port)) return port;
  throw new Error(`No port from ${from} to ${from + 199} is free. Set PORT to one that is.`);
}

/** Whether nothing listens on the port, on either loopback address. */
export async function isFree(port: number): Promise<boolean> {
  for (const host of ["127.0.0.1", "::1"]) {
    const error = await listenOnce(port, host);
    // A machine without IPv6 has no ::1, and then nobody can listen there.
    if (error && error !== "EADDRNOTAVAIL" && error !== "EAFNOSUPPORT") return false;
  }
  return true;
}

function listenOnce(port: number, host: string): Promise<string | undefined> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => done(error.code ?? "error"));
    probe.listen(port, host, () => probe.close(() => done(undefined)));
  });
}
