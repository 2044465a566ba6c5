import { expect, test } from "vitest";
import { score } from "./part-matching";

const company = (name: string, domain: string, truth: string) => ({ name, domain, truth });

test("precision and recall count pairs by their keys, and every miss and false hit is listed", () => {
  const members = [
    company("Bolt (member)", "https://bolt.io", "bolt"),
    company("Storm (member)", "https://storm.com", "storm"),
    company("Rain (member)", "https://rain.com", "rain"),
    company("Nameless (member)", "https://nameless.com", ""),
  ];
  const certified = [
    company("Bolt Labs (certified)", "https://www.bolt.io/labs", "bolt"),
    company("Thunder (certified)", "https://thunder.com", "storm"),
    company("Rain (certified)", "https://rain.com", "another"),
    company("Thunder Cloud", "https://other.org", ""),
  ];
  const result = score(certified, members);
  expect(result).toMatchObject({ truePairs: 2, same: 2, precision: 0.5, recall: 0.5, possible: 0, allPairs: 16 });
  expect(result.misses.map(({ one }) => one.name)).toEqual(["Thunder (certified)"]);
  expect(result.falseHits.map(({ one }) => one.name)).toEqual(["Rain (certified)"]);
});
