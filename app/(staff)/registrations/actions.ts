"use server";

import { decideSeveral } from "@/db/registrations/bulk";
import { decideRegistration, noteOnRegistration } from "@/db/registrations/decide";
import { answerExtension } from "@/db/registrations/extensions";
import { action } from "@/lib/auth/action";
import { bulkDecisionForm, decisionForm, extensionAnswerForm, noteForm } from "@/lib/deals/registrations/form";
import { decidedNotice } from "@/lib/deals/registrations/words";

export const decide = action({
  name: "registration.decide",
  permission: "registrations.decide",
  schema: decisionForm,
  run: async ({ tx, actor, input }) => {
    const { audit } = await decideRegistration(tx, actor, input);
    return { audit, redirectTo: `/registrations/${input.registrationId}` };
  },
});

export const decideTicked = action({
  name: "registration.decideTicked",
  permission: "registrations.decide",
  schema: bulkDecisionForm,
  run: async ({ tx, actor, input }) => {
    const audit = await decideSeveral(tx, actor, input);
    return { audit, notice: decidedNotice(input.decision, audit.length) };
  },
});

export const addNote = action({
  name: "registration.note",
  permission: "registrations.decide",
  schema: noteForm,
  run: async ({ tx, input }) => {
    const { audit } = await noteOnRegistration(tx, input.registrationId, input.note);
    return { audit, redirectTo: `/registrations/${input.registrationId}` };
  },
});

export const answerForExtension = action({
  name: "registration.answerExtension",
  permission: "registrations.decide",
  schema: extensionAnswerForm,
  run: async ({ tx, actor, input }) => {
    const { registrationId, audit } = await answerExtension(tx, actor, input);
    return { audit, redirectTo: `/registrations/${registrationId}` };
  },
});
