"use server";

import { z } from "zod";
import { address, personName } from "@/db/people/address";
import { todayIn } from "@/db/program/queries";
import * as record from "@/db/record/commands";
import * as contracts from "@/db/record/contracts";
import { startOnboarding } from "@/db/record/onboarding";
import { action } from "@/lib/auth/action";
import { isId } from "@/lib/lists/parameters";
import { contactDetails } from "@/lib/record/contacts";
import { contractChange, contractForm } from "@/lib/record/contracts";
import { recordHref } from "@/lib/record/filter";
import { logForm } from "@/lib/record/log";
import { taskForm } from "@/lib/record/tasks";

const permission = "record.write";
const id = z.string().refine(isId);

export const addContact = action({
  name: "record.addContact",
  permission,
  schema: contactDetails.extend({ name: personName, email: address }),
  run: async ({ tx, viewer, input }) => {
    const { audit } = await record.addContact(tx, viewer, input, await todayIn(tx));
    return { audit, redirectTo: recordHref(input.partnerId, "contacts") };
  },
});

export const log = action({
  name: "record.log",
  permission,
  schema: logForm,
  run: async ({ tx, viewer, input }) => {
    const { audit } = await record.addToLog(tx, viewer, input, await todayIn(tx));
    return { audit, redirectTo: recordHref(input.partnerId, "log") };
  },
});

export const addTask = action({
  name: "record.addTask",
  permission,
  schema: taskForm,
  run: async ({ tx, viewer, input }) => {
    const { audit } = await record.addTask(tx, viewer, input);
    return { audit, redirectTo: recordHref(input.partnerId, "tasks") };
  },
});

export const markTask = action({
  name: "record.markTask",
  permission,
  schema: z.object({ taskId: id, done: z.enum(["yes", "no"]) }),
  run: async ({ tx, viewer, input: { taskId, done } }) => {
    const marked = await record.markTask(tx, viewer, { taskId, done: done === "yes" }, await todayIn(tx));
    return { audit: marked.audit, redirectTo: recordHref(marked.partnerId, "tasks") };
  },
});

export const removeTask = action({
  name: "record.removeTask",
  permission,
  schema: z.object({ taskId: id }),
  run: async ({ tx, viewer, input }) => {
    const { audit, partnerId } = await record.removeTask(tx, viewer, input.taskId);
    return { audit, redirectTo: recordHref(partnerId, "tasks") };
  },
});

export const beginOnboarding = action({
  name: "record.startOnboarding",
  permission,
  schema: z.object({ partnerId: id }),
  run: async ({ tx, actor, input: { partnerId } }) => {
    const since = { managerId: actor.personId, today: await todayIn(tx), by: actor.personId };
    const { audit } = await startOnboarding(tx, partnerId, since);
    return { audit, redirectTo: recordHref(partnerId, "tasks") };
  },
});

export const addContract = action({
  name: "record.addContract",
  permission,
  schema: contractForm,
  run: async ({ tx, viewer, input }) => {
    const { audit } = await contracts.addContract(tx, viewer, input, await todayIn(tx));
    return { audit, redirectTo: recordHref(input.partnerId, "contracts") };
  },
});

export const changeContract = action({
  name: "record.changeContract",
  permission,
  schema: contractChange,
  run: async ({ tx, input }) => {
    const { audit, partnerId } = await contracts.changeContract(tx, input, await todayIn(tx));
    return { audit, redirectTo: recordHref(partnerId, "contracts") };
  },
});
