import { describe, expect, it } from "vitest";
import { blocksOf } from "./text";

const links = (text: string) =>
  blocksOf(text).flatMap(({ lines }) => lines.flatMap(({ pieces }) => pieces.flatMap(({ href }) => href ?? [])));

describe("an announcement's text", () => {
  it("is paragraphs and lists, and keeps every word of it", () => {
    const text = "New prices hold from May.\nRead them.\n\n- Gold: 20 %\n- Silver: 15 %\nAsk us.";
    expect(blocksOf(text).map(({ kind, lines }) => [kind, lines.length])).toEqual([
      ["paragraph", 2],
      ["list", 2],
      ["paragraph", 1],
    ]);
  });

  it("makes links of web addresses alone, without the sign after them", () => {
    expect(links("See https://example.com/a?b=c, and (http://example.org).")).toEqual([
      "https://example.com/a?b=c",
      "http://example.org",
    ]);
    for (const text of [
      "javascript:alert(1)",
      "data:text/html,x",
      "[x](javascript:alert(1))",
      "//example.com",
      "vbscript:x",
    ])
      expect(links(text)).toEqual([]);
  });

  it("knows no markup: tags stay text", () => {
    const text = '<img src=x onerror="alert(1)">';
    expect(blocksOf(text)[0]?.lines[0]?.pieces).toEqual([{ key: 0, text }]);
    expect(links('https://example.com/"onmouseover=alert(1)')).toEqual(["https://example.com/"]);
  });
});
