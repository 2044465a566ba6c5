"use server";

import * as registrations from "@/db/registrations/commands";
import { requestExtension } from "@/db/registrations/extensions";
import type { PartnerViewer, Viewer } from "@/lib/access/viewer";
import { action } from "@/lib/auth/action";
import { amendmentForm, extensionForm, registrationForm, withdrawalForm } from "@/lib/deals/registrations/form";
import { Forbidden } from "@/lib/errors";

export const writeRegistration = action({
  name: "registration.write",
  permission: "registrations.submit",
  schema: registrationForm,
  run: async ({ tx, viewer, input }) => {
    const write = input.intent === "submit" ? registrations.submitRegistration : registrations.saveRegistration;
    const { id, audit } = await write(tx, partnerOf(viewer), input);
    return { audit, redirectTo: `/registrations/${id}${input.intent === "submit" ? "" : "/edit"}` };
  },
});

export const withdraw = action({
  name: "registration.withdraw",
  permission: "registrations.submit",
  schema: withdrawalForm,
  run: async ({ tx, viewer, input }) => {
    const { audit } = await registrations.withdrawRegistration(tx, partnerOf(viewer), input);
    return { audit, redirectTo: "/registrations" };
  },
});

export const amend = action({
  name: "registration.amend",
  permission: "registrations.submit",
  schema: amendmentForm,
  run: async ({ tx, viewer, input }) => {
    const { id, audit } = await registrations.amendRegistration(tx, partnerOf(viewer), input);
    return { audit, redirectTo: `/registrations/${id}` };
  },
});

export const askForExtension = action({
  name: "registration.askForExtension",
  permission: "registrations.submit",
  schema: extensionForm,
  run: async ({ tx, viewer, input }) => {
    const { id, audit } = await requestExtension(tx, partnerOf(viewer), input);
    return { audit, redirectTo: `/registrations/${id}` };
  },
});

function partnerOf(viewer: Viewer): PartnerViewer {
  if (viewer.kind !== "partner") throw new Forbidden("Partners register deals.");
  return viewer;
}
