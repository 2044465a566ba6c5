import { address, personName } from "@/db/people/address";
import type { StaffClaims } from "@/db/people/staff-sign-in";
import { roleOfGroups, type SsoSettings } from "./sso-settings";

/** Null unless the provider vouches for an address on exactly one of the allowed domains. */
export function staffClaims(profile: Record<string, unknown>, settings: SsoSettings): StaffClaims | null {
  const email = address.safeParse(profile.email);
  if (!email.success || profile.email_verified !== true || typeof profile.sub !== "string" || !profile.sub) return null;
  const [mailbox = "", domain = ""] = email.data.split("@");
  if (!settings.domains.includes(domain)) return null;
  const name = personName.safeParse(profile.name);
  return {
    issuer: settings.issuer,
    subject: profile.sub,
    email: email.data,
    name: name.success ? name.data : mailbox,
    role: roleOfGroups(profile[settings.roleClaim], settings.roles),
  };
}
