import { connect, createServer, type Socket } from "node:net";

/** What went to the database: how often somebody waited for it, and the statements run. */
export type Traffic = { roundTrips: number; statements: number };

/** A relay in front of the database that counts. `take` gives the counts since the last time. */
export async function countingRelay(databaseUrl: string) {
  const target = new URL(databaseUrl);
  let traffic: Traffic = { roundTrips: 0, statements: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    // A trip begins when something is sent after an answer; what is sent before the answer comes belongs to it.
    let waiting = false;
    const count = messageCounter((type) => {
      if (type === "E" || type === "Q") traffic.statements++;
    });
    client.on("data", (chunk) => {
      if (!waiting) traffic.roundTrips++;
      waiting = true;
      count(chunk);
      upstream.write(chunk);
    });
    upstream.on("data", (chunk) => {
      waiting = false;
      client.write(chunk);
    });
    for (const [one, other] of [[client, upstream] as const, [upstream, client] as const]) {
      sockets.add(one);
      one.setNoDelay(true);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = new URL(databaseUrl);
  url.port = String((server.address() as { port: number }).port);
  return {
    url: url.href,
    take: (): Traffic => {
      const taken = traffic;
      traffic = { roundTrips: 0, statements: 0 };
      return taken;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** Calls back with the type of every message in a client's stream; the first one, which starts the session, has none. */
export function messageCounter(seen: (type: string) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let started = false;
  return (chunk) => {
    rest = rest.length ? Buffer.concat([rest, chunk]) : chunk;
    for (;;) {
      const head = started ? 1 : 0;
      if (rest.length < head + 4) return;
      const length = head + rest.readUInt32BE(head);
      if (rest.length < length) return;
      if (started) seen(String.fromCharCode(rest[0] as number));
      started = true;
      rest = rest.subarray(length);
    }
  };
}
