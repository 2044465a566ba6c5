"use server";

import { z } from "zod";
import { todayIn } from "@/db/program/queries";
import * as record from "@/db/record/commands";
import { action } from "@/lib/auth/action";
import { isId } from "@/lib/lists/parameters";
import { contactReview } from "@/lib/record/contacts";
import { recordHref } from "@/lib/record/filter";
import { logForm } from "@/lib/record/log";

/** Staff, and a partner's admin of their own people. */
export const reviewContact = action({
  name: "record.reviewContact",
  permission: "contacts.review",
  schema: contactReview,
  run: async ({ tx, viewer, input }) => {
    const { audit, partnerId } = await record.reviewContact(tx, viewer, input, await todayIn(tx));
    return { audit, redirectTo: recordHref(partnerId, "contacts") };
  },
});

/** A partner person writes to the program. */
export const comment = action({
  name: "record.comment",
  permission: "record.own",
  schema: logForm.pick({ partnerId: true, subject: true, body: true }),
  run: async ({ tx, viewer, input }) => {
    const written = { ...input, kind: "note", on: "", audience: "shared" } as const;
    const { audit } = await record.addToLog(tx, viewer, written, await todayIn(tx));
    return { audit, redirectTo: recordHref(input.partnerId, "log") };
  },
});

/** A partner person does what their side owes. */
export const markOwnTask = action({
  name: "record.markOwnTask",
  permission: "record.own",
  schema: z.object({ taskId: z.string().refine(isId), done: z.enum(["yes", "no"]) }),
  run: async ({ tx, viewer, input: { taskId, done } }) => {
    const marked = await record.markTask(tx, viewer, { taskId, done: done === "yes" }, await todayIn(tx));
    return { audit: marked.audit, redirectTo: recordHref(marked.partnerId, "tasks") };
  },
});
