"use server";

import { z } from "zod";
import { address, personName } from "@/db/people/address";
import { disablePerson, enablePerson, invitePerson } from "@/db/people/commands";
import { partnerRoles } from "@/lib/access/roles";
import type { Viewer } from "@/lib/access/viewer";
import { action } from "@/lib/auth/action";
import { deliverSoon } from "@/lib/auth/deliver-soon";
import { publicUrl } from "@/lib/auth/public-url";
import { staffDomains } from "@/lib/auth/sso-settings";
import { NotFound } from "@/lib/errors";

/** A partner admin invites a colleague, who then signs in by mail. */
export const inviteColleague = action({
  name: "team.invite",
  permission: "team.manage",
  schema: z.object({ name: personName, email: address, role: z.enum(partnerRoles, "Choose a role.") }),
  run: async ({ tx, viewer, actor, input }) => {
    const mail = { portalUrl: publicUrl(), staffDomains: staffDomains() };
    const { audit } = await invitePerson(tx, actor, { ...input, partnerId: companyOf(viewer), ...mail });
    return { audit, committed: deliverSoon, notice: `${input.name} was invited. The mail is on its way.` };
  },
});

/** A partner admin ends a colleague's access. */
export const disableColleague = action({
  name: "team.disable",
  permission: "team.manage",
  schema: z.object({ person: z.uuid() }),
  run: async ({ tx, viewer, actor, input }) => {
    const target = { personId: input.person, ofPartner: companyOf(viewer) };
    const audit = await disablePerson(tx, actor, target, "Ended by the company's own admin");
    return { audit, notice: `${audit.subject.name} has no access any more.` };
  },
});

/** A partner admin gives a colleague their access back. */
export const enableColleague = action({
  name: "team.enable",
  permission: "team.manage",
  schema: z.object({ person: z.uuid() }),
  run: async ({ tx, viewer, input }) => {
    const audit = await enablePerson(tx, { personId: input.person, ofPartner: companyOf(viewer) });
    return { audit, notice: `${audit.subject.name} can sign in again.` };
  },
});

function companyOf(viewer: Viewer): string {
  if (viewer.kind === "partner") return viewer.partnerId;
  throw new NotFound("This team");
}
