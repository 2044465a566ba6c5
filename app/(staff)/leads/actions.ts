"use server";

import { createLead, linkLead, noteLead, offerLead, passOnLead } from "@/db/leads/commands";
import { action } from "@/lib/auth/action";
import { deliverSoon } from "@/lib/auth/deliver-soon";
import { publicUrl } from "@/lib/auth/public-url";
import { leadForm, linkForm, noteForm, offerForm, reasonForm } from "@/lib/leads/form";

export const enterLead = action({
  name: "lead.create",
  permission: "leads.manage",
  schema: leadForm,
  run: async ({ tx, actor, input }) => {
    const { id, audit } = await createLead(tx, actor, input);
    return { audit, redirectTo: `/leads/${id}` };
  },
});

export const offerToPartner = action({
  name: "lead.offer",
  permission: "leads.manage",
  schema: offerForm,
  run: async ({ tx, actor, input, now }) => {
    const { audit } = await offerLead(tx, input, { personId: actor.personId, now, portalUrl: publicUrl() });
    return { audit, committed: deliverSoon, redirectTo: `/leads/${input.leadId}` };
  },
});

export const passLeadOn = action({
  name: "lead.passOn",
  permission: "leads.manage",
  schema: reasonForm,
  run: async ({ tx, actor, input, now }) => {
    const { audit } = await passOnLead(tx, input, { personId: actor.personId, now, portalUrl: publicUrl() });
    return { audit, committed: deliverSoon, redirectTo: `/leads/${input.leadId}` };
  },
});

export const linkToDeal = action({
  name: "lead.linkDeal",
  permission: "leads.manage",
  schema: linkForm,
  run: async ({ tx, input, now }) => {
    const { audit } = await linkLead(tx, input, { now });
    return { audit, redirectTo: `/leads/${input.leadId}` };
  },
});

export const noteOnLead = action({
  name: "lead.note",
  permission: "leads.manage",
  schema: noteForm,
  run: async ({ tx, actor, input }) => {
    const { audit } = await noteLead(tx, actor, input);
    return { audit, redirectTo: `/leads/${input.leadId}` };
  },
});
