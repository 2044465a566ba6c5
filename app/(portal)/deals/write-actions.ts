"use server";

import { addNote } from "@/db/deals/notes";
import { todayIn } from "@/db/program/queries";
import { action } from "@/lib/auth/action";
import { noteForm } from "@/lib/deals/note-form";

export const writeOnDeal = action({
  name: "deal.write",
  permission: "deals.write",
  schema: noteForm,
  run: async ({ tx, viewer, input }) => {
    const { audit } = await addNote(tx, viewer, input, await todayIn(tx));
    return { audit, redirectTo: `/deals/${input.dealId}` };
  },
});
