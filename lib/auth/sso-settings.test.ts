import { afterEach, expect, test, vi } from "vitest";
import { roleOfGroups, ssoSettings } from "./sso-settings";

afterEach(() => vi.unstubAllEnvs());

const right = {
  AUTH_SSO_ISSUER: "https://id.acme.example",
  AUTH_SSO_ID: "portal",
  AUTH_SSO_SECRET: "secret",
  AUTH_SSO_DOMAINS: "Acme.example, acme.test",
  AUTH_SSO_ROLES: "portal-admins=admin, portal-finance = finance",
};
const set = (values: Record<string, string>) => {
  for (const [name, value] of Object.entries({ ...right, ...values })) vi.stubEnv(name, value);
};

test("single sign-on is read from the environment, and absent without an issuer", () => {
  set({});
  const { domains, roles } = ssoSettings() ?? {};
  expect(domains).toEqual(["acme.example", "acme.test"]);
  expect([...(roles ?? [])]).toEqual([
    ["portal-admins", "admin"],
    ["portal-finance", "finance"],
  ]);
  set({ AUTH_SSO_ISSUER: "" });
  expect(ssoSettings()).toBeNull();
});

test.each([
  [{ AUTH_SSO_ISSUER: "http://id.acme.example" }, /https/],
  [{ AUTH_SSO_SECRET: "" }, /AUTH_SSO_SECRET is not set/],
  [{ AUTH_SSO_DOMAINS: "" }, /AUTH_SSO_DOMAINS is not set/],
  [{ AUTH_SSO_ROLES: "portal-admins" }, /AUTH_SSO_ROLES/],
  [{ AUTH_SSO_ROLES: "partners=partner_admin" }, /AUTH_SSO_ROLES/],
])("a wrong setting is named: %j", (values, message) => {
  set(values);
  expect(() => ssoSettings()).toThrow(message);
});

test("sec:S4 of several groups the strongest counts; unknown, overlong and odd claims give no role", () => {
  const roles = new Map([
    ["a", "admin"],
    ["f", "finance"],
  ] as const);
  expect(roleOfGroups(["f", "x", "a"], roles)).toBe("admin");
  expect(roleOfGroups("f", roles)).toBe("finance");
  for (const claim of [undefined, null, [], ["x"], "A", { a: true }, ["__proto__"], [["a", "f"]]])
    expect(roleOfGroups(claim, roles)).toBeNull();
});
