"use server";

import { z } from "zod";
import * as partners from "@/db/partners/commands";
import { mergePartners, unmergePartners } from "@/db/partners/merge";
import { todayIn } from "@/db/program/queries";
import { action } from "@/lib/auth/action";
import { isId } from "@/lib/lists/parameters";
import { partnerChangeForm, partnerForm } from "@/lib/partners/form";

const id = z.string().refine(isId, "Choose a partner");
const reason = z.string().trim().min(1, "Say why").max(500, "The reason may have at most 500 characters");

export const createPartner = action({
  name: "partner.create",
  permission: "partners.edit",
  schema: partnerForm,
  run: async ({ tx, input }) => {
    const made = await partners.createPartner(tx, input, await todayIn(tx));
    return { audit: made.audit, redirectTo: `/partners/${made.id}` };
  },
});

export const changePartner = action({
  name: "partner.change",
  permission: "partners.edit",
  schema: partnerChangeForm,
  run: async ({ tx, input: { id: partnerId, ...change } }) => {
    const { audit } = await partners.changePartner(tx, partnerId, change, await todayIn(tx));
    return { audit, redirectTo: `/partners/${partnerId}` };
  },
});

export const merge = action({
  name: "partner.merge",
  permission: "partners.merge",
  schema: z.object({ survivorId: id, mergedId: id, reason }),
  run: async ({ tx, actor, input }) => {
    const { audit } = await mergePartners(tx, actor, input);
    return { audit, redirectTo: `/partners/${input.survivorId}` };
  },
});

export const unmerge = action({
  name: "partner.unmerge",
  permission: "partners.merge",
  schema: z.object({ mergeId: id, reason }),
  run: async ({ tx, actor, input }) => {
    const undone = await unmergePartners(tx, actor, input);
    return { audit: undone.audit, redirectTo: `/partners/${undone.mergedId}` };
  },
});
