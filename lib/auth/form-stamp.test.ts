import { expect, it } from "vitest";
import { judgeStamp, stampForm } from "./form-stamp";

const drawn = new Date("2026-05-20T12:00:00Z");
const after = (seconds: number) => new Date(drawn.getTime() + seconds * 1000);

it("tells a form that was filled in at once from one that a person wrote, and one that lay for days", () => {
  const stamp = stampForm(drawn);
  expect([0, 2.9, 3, 3600, 86_401].map((seconds) => judgeStamp(stamp, after(seconds)))).toEqual([
    "early",
    "early",
    "right",
    "right",
    "bad",
  ]);
});

it("takes no stamp that we did not seal", () => {
  const [seconds, seal] = stampForm(drawn).split(".") as [string, string];
  for (const forged of [
    "",
    ".",
    `${Number(seconds) - 60}.${seal}`,
    `${seconds}.${seal.slice(1)}`,
    `${seconds}.`,
    seconds,
  ])
    expect(judgeStamp(forged, after(60))).toBe("bad");
});
