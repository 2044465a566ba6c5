import { describe, expect, test } from "vitest";
import { unusual } from "./unusual";

const usual = { registered: 30, approved: 18, decided: 24, won: 6, open: 3, lastDay: 2, mostADay: 50 };

describe("what a reviewer is told of a partner", () => {
  test("is nothing of one like others", () => {
    expect(unusual(usual)).toEqual([]);
    expect(unusual({ ...usual, lastDay: 9, mostADay: 10 })).toEqual([]);
    expect(unusual({ ...usual, decided: 19, approved: 0 })).toEqual([]);
  });

  test("is how many it submitted, from half of what it may within 24 hours (sec:D4)", () => {
    expect(unusual({ ...usual, lastDay: 24 })).toEqual([]);
    expect(unusual({ ...usual, lastDay: 25 })).toEqual(["It submitted 25 within 24 hours, of 50 that it may."]);
  });

  test("is that few of them are approved (sec:D4)", () => {
    expect(unusual({ ...usual, decided: 40, approved: 8 })).toEqual([]);
    expect(unusual({ ...usual, decided: 40, approved: 7 })).toEqual([
      "Of its latest 40 that were decided on, 7 were approved.",
    ]);
  });
});
