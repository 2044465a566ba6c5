import { describe, expect, it } from "vitest";
import { statementState } from "./statement-state";

const facts = { closedOn: "2026-03-02", answerBy: "2026-03-09", confirmed: false, questions: 0, today: "2026-03-09" };
const keyOf = (more: Partial<typeof facts> | { closedOn: null }) => statementState({ ...facts, ...more }).key;

describe("a statement", () => {
  it("waits for its partner until the end of the last day, and is final after it or once it is confirmed", () => {
    expect(keyOf({ closedOn: null })).toBe("open");
    expect(keyOf({})).toBe("waiting");
    expect(keyOf({ today: "2026-03-10" })).toBe("final");
    expect(keyOf({ confirmed: true })).toBe("final");
  });

  it("is not final while a question about it waits, whatever the day", () => {
    expect(keyOf({ questions: 1, today: "2026-09-01" })).toBe("questioned");
    expect(keyOf({ questions: 2, confirmed: true })).toBe("questioned");
  });
});
