import { afterEach, expect, test, vi } from "vitest";
import { securityHeaders } from "./headers";
import { isOwnOrigin } from "./origin";

afterEach(() => vi.unstubAllEnvs());

test("sec:H1 production allows no inline script or style but by nonce, and no frame", () => {
  vi.stubEnv("NODE_ENV", "production");
  vi.stubEnv("AUTH_URL", "https://portal.example");
  const headers = securityHeaders("abc", ["https://id.acme.example"]);
  const policy = headers["Content-Security-Policy"];
  expect(policy).not.toMatch(/unsafe-(inline|eval)/);
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
  expect(policy).toContain("form-action 'self' https://id.acme.example;");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(headers).toMatchObject({
    "Strict-Transport-Security": expect.stringContaining("max-age="),
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
  });
});

test.each([
  [{ origin: "https://portal.example" }, true],
  [{ origin: "https://portal.example", "sec-fetch-site": "same-origin" }, true],
  [{ origin: "https://portal.example", "sec-fetch-site": "cross-site" }, false],
  [{ origin: "https://evil.test" }, false],
  [{ origin: "https://evil.test", host: "evil.test", "x-forwarded-host": "evil.test" }, false],
  [{ origin: "https://portal.example.evil.test" }, false],
  [{ origin: "null" }, false],
  [{}, false],
])("sec:H2 a form of %j is our own: %s", (sent, own) => {
  vi.stubEnv("AUTH_URL", "https://portal.example");
  expect(isOwnOrigin(new Headers(sent as Record<string, string>))).toBe(own);
});
