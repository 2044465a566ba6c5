"use server";

import { acceptLead, declineLead, loseLead, noteOwnLead, openLeadDeal } from "@/db/leads/answers";
import { todayIn } from "@/db/program/queries";
import type { PartnerViewer, Viewer } from "@/lib/access/viewer";
import { action } from "@/lib/auth/action";
import { deliverSoon } from "@/lib/auth/deliver-soon";
import { publicUrl } from "@/lib/auth/public-url";
import { NotFound } from "@/lib/errors";
import { acceptForm, noteForm, openDealForm, reasonForm } from "@/lib/leads/form";

export const acceptOffer = action({
  name: "lead.accept",
  permission: "leads.answer",
  schema: acceptForm,
  run: async ({ tx, viewer, input }) => {
    const { audit } = await acceptLead(tx, ofPartner(viewer), input.leadId, publicUrl());
    return { audit, committed: deliverSoon, redirectTo: `/leads/${input.leadId}` };
  },
});

export const declineOffer = action({
  name: "lead.decline",
  permission: "leads.answer",
  schema: reasonForm,
  run: async ({ tx, viewer, input }) => {
    const { audit } = await declineLead(tx, ofPartner(viewer), input, publicUrl());
    return { audit, committed: deliverSoon, redirectTo: "/leads" };
  },
});

export const openDealOfLead = action({
  name: "lead.openDeal",
  permission: "leads.answer",
  schema: openDealForm,
  run: async ({ tx, viewer, input }) => {
    const moment = { today: await todayIn(tx), portalUrl: publicUrl() };
    const { audit, dealId } = await openLeadDeal(tx, ofPartner(viewer), input, moment);
    return { audit, committed: deliverSoon, redirectTo: `/deals/${dealId}` };
  },
});

export const giveUpLead = action({
  name: "lead.giveUp",
  permission: "leads.answer",
  schema: reasonForm,
  run: async ({ tx, input }) => {
    const { audit } = await loseLead(tx, input);
    return { audit, redirectTo: `/leads/${input.leadId}` };
  },
});

export const writeToStaff = action({
  name: "lead.noteToStaff",
  permission: "leads.answer",
  schema: noteForm.omit({ audience: true }),
  run: async ({ tx, input }) => {
    const { audit } = await noteOwnLead(tx, input);
    return { audit, redirectTo: `/leads/${input.leadId}` };
  },
});

function ofPartner(viewer: Viewer): PartnerViewer {
  if (viewer.kind !== "partner") throw new NotFound("This lead");
  return viewer;
}
