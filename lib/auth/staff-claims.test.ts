import { expect, test } from "vitest";
import { type SsoSettings } from "./sso-settings";
import { staffClaims } from "./staff-claims";

const settings: SsoSettings = {
  issuer: "https://id.company.com",
  clientId: "portal",
  clientSecret: "secret",
  domains: ["company.com"],
  scope: "openid",
  roleClaim: "groups",
  roles: new Map([["portal-admins", "admin"]]),
};
const vouched = { sub: "u1", email: "Ada@Company.com", email_verified: true, name: "Ada", groups: ["portal-admins"] };

test("who the provider vouches for is read with the role of the group", () => {
  const person = { issuer: "https://id.company.com", subject: "u1", email: "ada@company.com", name: "Ada" };
  expect(staffClaims(vouched, settings)).toEqual({ ...person, role: "admin" });
  expect(staffClaims({ ...vouched, groups: undefined, name: "<b>" }, settings)).toEqual({
    ...person,
    name: "ada",
    role: null,
  });
});

test.each([
  { email_verified: false },
  { email_verified: undefined },
  { email_verified: "true" },
  { email_verified: 1 },
  { email: "ada@evilcompany.com" },
  { email: "ada@company.com.evil.io" },
  { email: "ada@sub.company.com" },
  { email: "ada@company.com@evil.io" },
  { email: "ada＠company.com" },
  { email: undefined },
  { email: ["ada@company.com"] },
  { sub: undefined },
  { sub: "" },
  { sub: 7 },
])("sec:S3 %j is refused", (claims) => {
  expect(staffClaims({ ...vouched, ...claims }, settings)).toBeNull();
});
