import { describe, expect, test } from "vitest";
import { odditiesOf } from "./oddities";

const before = (...rows: number[]) => rows.map((n) => ({ rows: n, held: 0 }));
const what = (rows: number, held: number, ...earlier: number[]) =>
  odditiesOf({ rows, held }, before(...earlier)).map((oddity) => oddity.what);

describe("an import beside those before it", () => {
  test("is odd above twice and below half of the median, not at it, whatever one odd import before it was", () => {
    expect(what(200, 0, 100, 101, 99, 5000)).toEqual([]);
    expect(what(203, 0, 100, 101, 99, 5000)).toEqual(["many"]);
    expect(what(50, 0, 100, 100, 100, 1)).toEqual([]);
    expect(what(49, 0, 100, 100, 100, 1)).toEqual(["few"]);
  });

  test("is never odd when fewer than four came before, nor for a handful of rows", () => {
    expect(what(10_000, 0, 100, 100, 100)).toEqual([]);
    expect(what(19, 0, 5, 5, 5, 5)).toEqual([]);
    expect(what(0, 0, 19, 19, 19, 19)).toEqual([]);
  });

  test("is odd when many more of its rows than usual are held back", () => {
    expect(what(1000, 99, 1000, 1000, 1000, 1000)).toEqual([]);
    expect(what(1000, 100, 1000, 1000, 1000, 1000)).toEqual(["held"]);
    const always = [400, 380, 420, 410].map((held) => ({ rows: 1000, held }));
    expect(odditiesOf({ rows: 1000, held: 500 }, always)).toEqual([]);
    expect(odditiesOf({ rows: 1000, held: 900 }, always).map((oddity) => oddity.what)).toEqual(["held"]);
  });
});
