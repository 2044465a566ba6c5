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
    const trips = tripCounter();
    const sent = messageCounter((type) => {
      if (type === "E" || type === "Q") traffic.statements++;
      if (trips.sent(type)) traffic.roundTrips++;
    }, true);
    const answered = messageCounter((type) => trips.answered(type), false);
    client.on("data", (chunk) => {
      sent(chunk);
      upstream.write(chunk);
    });
    upstream.on("data", (chunk) => {
      answered(chunk);
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

/**
 * Tells which messages begin a round trip: those sent while no answer is awaited. What is sent before the answers to
 * earlier messages have come travels with them.
 */
export function tripCounter() {
  let awaited = 0;
  let begun = false;
  let flushed = false;
  return {
    sent(type: string): boolean {
      const begins = awaited === 0 && !begun;
      begun = true;
      if (type === "S" || type === "Q" || type === start) {
        awaited++;
        begun = false;
      }
      flushed = type === "H";
      return begins;
    },
    answered(type: string): void {
      if (type === "Z") awaited = Math.max(0, awaited - 1);
      // What follows a flush that was answered had to wait for it.
      if (flushed) begun = flushed = false;
    },
  };
}

const start = "start";

/** Calls back with the type of every message of a stream; a client's first one has no type and is told as "start". */
export function messageCounter(seen: (type: string) => void, fromClient: boolean): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let typed = !fromClient;
  return (chunk) => {
    rest = rest.length ? Buffer.concat([rest, chunk]) : chunk;
    for (;;) {
      const head = typed ? 1 : 0;
      if (rest.length < head + 4) return;
      const length = head + rest.readUInt32BE(head);
      if (rest.length < length) return;
      seen(typed ? String.fromCharCode(rest[0] as number) : start);
      typed = true;
      rest = rest.subarray(length);
    }
  };
}
