import { expect, test, vi } from "vitest";
import { Unavailable } from "@/lib/errors";
import { outageIn } from "./faults";
import { openGate } from "./gate";

const soon = { inside: 2, waiting: 2, waitMs: 30 };

test("lets so many in, the next in the order they came, and refuses at once whom the line has no place for", async () => {
  const gate = openGate({ ...soon, waitMs: 10_000 });
  const [first] = await Promise.all([gate.enter(), gate.enter()]);
  const order: string[] = [];
  const third = gate.enter().then(() => order.push("third"));
  const fourth = gate.enter().then(() => order.push("fourth"));
  await expect(gate.enter()).rejects.toMatchObject({ outage: "busy" });
  first?.();
  await third;
  expect([gate.inside, gate.waiting, order]).toEqual([2, 1, ["third"]]);
  first?.();
  await fourth;
  expect(order).toEqual(["third", "fourth"]);
});

test("lets nobody wait longer than the limit, and forgets whoever gave up", async () => {
  const gate = openGate(soon);
  const leave = await gate.enter();
  await gate.enter();
  await expect(gate.enter()).rejects.toBeInstanceOf(Unavailable);
  expect(gate.waiting).toBe(0);
  leave();
  expect(gate.inside).toBe(1);
});

test("an error of the database that passes by itself is told apart from one that does not", () => {
  const of = (code: string) => outageIn(Object.assign(new Error("Failed query"), { cause: { code } }));
  expect(["57P01", "ECONNREFUSED", "CONNECTION_CLOSED", "08006", "57P03"].map(of)).toEqual(
    Array(5).fill("unreachable"),
  );
  expect([of("ANSWER_TIMEOUT"), of("53300"), of("57014"), of("55P03"), of("25006")]).toEqual([
    ...["silent", "full", "slow", "locked", "read-only"],
  ]);
  expect(["23505", "42P01", "22P02", "ENOENT", ""].map(of)).toEqual(Array(5).fill(undefined));
});

test("what it says is known for what it is in every bundle that Next makes of this code", async () => {
  vi.resetModules();
  const other = await import("./gate");
  const gate = other.openGate({ inside: 0, waiting: 0, waitMs: 10 });
  const error = await gate.enter().catch((thrown: unknown) => thrown);
  expect(Object.getPrototypeOf(error)).not.toBe(Unavailable.prototype);
  expect(error).toBeInstanceOf(Unavailable);
  expect(outageIn(error)).toBe("busy");
});
