"use server";

import { enterFact, takeBackFact } from "@/db/facts/commands";
import { getProgram } from "@/db/program/queries";
import { action } from "@/lib/auth/action";
import { enterForm, takeBackForm } from "@/lib/facts/form";

export const enter = action({
  name: "fact.enter",
  permission: "facts.enter",
  schema: enterForm,
  run: async ({ tx, viewer, input, now }) => {
    const { today } = await getProgram(viewer, now);
    const { audit } = await enterFact(tx, input, today);
    return { audit, redirectTo: `/facts?what=${input.what}` };
  },
});

export const takeBack = action({
  name: "fact.takeBack",
  permission: "facts.enter",
  schema: takeBackForm,
  run: async ({ tx, actor, input }) => {
    const { audit } = await takeBackFact(tx, actor, input);
    return { audit };
  },
});
