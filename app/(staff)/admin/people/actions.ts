"use server";

import { z } from "zod";
import { address, personName } from "@/db/people/address";
import { changeRole, disablePerson, enablePerson, endSessions, invitePerson } from "@/db/people/commands";
import { partnerRoles, roleLabels, staffRoles } from "@/lib/access/roles";
import { action } from "@/lib/auth/action";
import { deliverSoon } from "@/lib/auth/deliver-soon";
import { publicUrl } from "@/lib/auth/public-url";
import { staffDomains } from "@/lib/auth/sso-settings";

const role = z.enum([...staffRoles, ...partnerRoles], "Choose a role.");
const person = z.uuid();
const company = z
  .union([z.uuid(), z.literal("")], "Choose a partner.")
  .optional()
  .transform((id) => id || null);

/** Invites staff, or the first person of a partner. */
export const invite = action({
  name: "people.invite",
  permission: "people.manage",
  schema: z.object({ name: personName, email: address, role, partnerId: company }).transform((input) => ({
    ...input,
    // The form offers both kinds: a company chosen beside a staff role means nothing.
    partnerId: (staffRoles as readonly string[]).includes(input.role) ? null : input.partnerId,
  })),
  run: async ({ tx, actor, input }) => {
    const mail = { portalUrl: publicUrl(), staffDomains: staffDomains() };
    const { audit, personId } = await invitePerson(tx, actor, { ...input, ...mail });
    return { audit, committed: deliverSoon, redirectTo: `/admin/people/${personId}` };
  },
});

export const setRole = action({
  name: "people.setRole",
  permission: "people.manage",
  schema: z.object({ person, role }),
  run: async ({ tx, actor, input }) => {
    const audit = await changeRole(tx, actor, { personId: input.person }, input.role);
    return { audit, notice: `${audit.subject.name} is ${roleLabels[input.role]} now and has to sign in again.` };
  },
});

export const disable = action({
  name: "people.disable",
  permission: "people.manage",
  schema: z.object({ person, reason: z.string().trim().min(3, "Say why, for the audit log.").max(500) }),
  run: async ({ tx, actor, input }) => {
    const audit = await disablePerson(tx, actor, { personId: input.person }, input.reason);
    return { audit, notice: `${audit.subject.name} has no access any more.` };
  },
});

export const enable = action({
  name: "people.enable",
  permission: "people.manage",
  schema: z.object({ person }),
  run: async ({ tx, input }) => {
    const audit = await enablePerson(tx, { personId: input.person });
    return { audit, notice: `${audit.subject.name} can sign in again.` };
  },
});

export const endPersonSessions = action({
  name: "people.endSessions",
  permission: "people.manage",
  schema: z.object({ person }),
  run: async ({ tx, input }) => {
    const audit = await endSessions(tx, input.person);
    return { audit, notice: `${audit.subject.name} is signed out everywhere.` };
  },
});
