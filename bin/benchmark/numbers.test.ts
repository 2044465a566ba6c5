import { expect, test } from "vitest";
import { percentile, short, slope } from "./numbers";
import { inTurns, perSecond } from "./requests";
import { statementsIn } from "./statement-log";
import { messageCounter, tripCounter } from "./wire";

test("a percentile is a value that was measured, and that share of the values does not exceed it", () => {
  const values = [9, 1, 5, 3, 7];
  expect(percentile(values, 0.5)).toBe(5);
  expect(percentile(values, 0.95)).toBe(9);
  expect(percentile(values, 0)).toBe(1);
  expect(percentile([4], 0.95)).toBe(4);
  expect(percentile([], 0.5)).toBeNaN();
  expect(values).toEqual([9, 1, 5, 3, 7]);
});

test("numbers are printed with three digits, large ones whole", () => {
  expect([0.012345, 1.2345, 12.345, 123.45, 12345.6].map(short)).toEqual([0.0123, 1.23, 12.3, 123, 12346]);
});

test("two pages are measured in turns, equally often and at least as often as asked for", async () => {
  const order: string[] = [];
  const call = (name: string, ms: number) => async () => {
    order.push(name);
    return ms;
  };
  const [a, b] = await inTurns(call("a", 3), call("b", 1), 0, 4);
  expect([a, b]).toEqual([
    [3, 3, 3, 3],
    [1, 1, 1, 1],
  ]);
  expect(order.join("")).toBe("abababab");
});

test("with several callers every one asks, and all are counted", async () => {
  let open = 0;
  let most = 0;
  const call = async () => {
    most = Math.max(most, ++open);
    await new Promise((done) => setTimeout(done, 1));
    open--;
  };
  const { answered } = await perSecond(call, 16, 0);
  expect([answered, most]).toEqual([16, 16]);
});

test("messages to the database are counted by type, however the stream is cut into pieces", () => {
  const message = (type: string, length: number) => {
    const bytes = Buffer.alloc(1 + 4 + length);
    bytes.write(type);
    bytes.writeUInt32BE(4 + length, 1);
    return bytes;
  };
  const start = Buffer.from([0, 0, 0, 8, 0, 3, 0, 0]);
  const stream = Buffer.concat([start, message("p", 30), ...["B", "E", "S", "Q"].map((type) => message(type, 300))]);
  for (const size of [1, 3, 7, 1000, stream.length]) {
    const seen: string[] = [];
    const count = messageCounter((type) => seen.push(type), true);
    for (let at = 0; at < stream.length; at += size) count(stream.subarray(at, at + size));
    expect(seen.join(""), `pieces of ${size}`).toBe("startpBESQ");
  }
});

test("what is sent before the answer has come belongs to the round trip, and what waits for it begins the next", () => {
  const tripsOf = (talk: string) => {
    const { sent, answered } = tripCounter();
    let trips = 0;
    for (const type of talk) {
      if (type === " ") continue;
      if (type === type.toLowerCase()) answered(type.toUpperCase());
      else if (sent(type)) trips++;
    }
    return trips;
  };
  expect(tripsOf("Q z"), "one").toBe(1);
  expect(tripsOf("Q BES BES BES dcz dcz dcz z"), "all at once").toBe(1);
  expect(tripsOf("Q z BES d BES cz dcz Q z"), "the second while the first arrives").toBe(3);
  expect(tripsOf("PDH 1t BES dcz"), "described first").toBe(2);
});

test("a statement's time is that of parsing, binding and running it, also when its text has several lines", () => {
  const head = "2026-02-17 15:00:00.000 UTC [7] LOG:  duration:";
  const log = [
    `${head} 0.250 ms  parse x: select a`,
    "\tfrom b",
    `${head} 0.500 ms  bind x: select a`,
    "\tfrom b",
    `${head} 4.000 ms  execute x: select a`,
    "\tfrom b",
    "  where c",
    `${head} 0.125 ms  statement: commit`,
    "",
  ].join("\n");
  expect(statementsIn(log)).toEqual([
    { ms: 4.75, text: "select a from b where c" },
    { ms: 0.125, text: "commit" },
  ]);
});

test("the slope of memory is what it grows in a minute, whatever it swings about", () => {
  expect(
    slope([
      [0, 100],
      [1, 103],
      [2, 106],
    ]),
  ).toBe(3);
  expect(
    slope([
      [0, 100],
      [1, 120],
      [2, 80],
      [3, 100],
    ]),
  ).toBe(-4);
  expect(slope([])).toBe(0);
});
