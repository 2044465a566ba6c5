import fc from "fast-check";
import { expect, test } from "vitest";
import { localPath } from "./local-path";

test.each(["/", "/deals", "/deals?stage=won&sort=-amount", "/partners/0b5c/edit?tab=a%20b"])("%s is kept", (path) => {
  expect(localPath(path)).toBe(path);
});

const hostile = [
  "//evil.test",
  "///evil.test",
  "/\\evil.test",
  "\\\\evil.test",
  "/%5cevil.test",
  "/%5Cevil.test",
  "/%09/evil.test",
  "/\t/evil.test",
  "/%0d%0aSet-Cookie:a=b",
  "/\r\nLocation: https://evil.test",
  "https:evil.test",
  "https://evil.test",
  "https://localhost@evil.test",
  "http:/evil.test",
  "javascript:alert(1)",
  "data:text/html,x",
  "@evil.test",
  ".evil.test",
  "/..//evil.test",
  "/./\\evil.test",
  "/%2fevil.test",
  "/home/%2Fevil.test",
  "/%2f%2fevil.test",
  "/%252f%252fevil.test",
  "evil.test",
  "?next=x",
  "",
  " /deals",
  "/sign-in",
  "/sign-in/link?token=x",
  "/api/auth/callback/sso",
  `/${"a".repeat(10_000)}`,
  "/<script>",
  null,
  undefined,
  7,
  ["/deals"],
];

test.each(hostile)("sec:M10 %j leads home", (path) => {
  expect(localPath(path)).toBe("/");
});

test("sec:M10 whatever is given stays on this host", () => {
  const piece = fc.constantFrom(
    "/",
    "\\",
    "//",
    "%5c",
    "%2f",
    "@",
    ":",
    "evil.test",
    "..",
    ".",
    "\t",
    "%09",
    "?",
    "#",
    "a",
    "https",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const path = localPath(pieces.join(""));
      return new URL(path, "https://portal.example").origin === "https://portal.example";
    }),
    { numRuns: 5000 },
  );
});
