"use server";

import * as program from "@/db/program/stages";
import { action } from "@/lib/auth/action";
import { stageForm } from "@/lib/program/stage-form";

export const changeStage = action({
  name: "stage.change",
  permission: "stages.manage",
  schema: stageForm,
  run: async ({ tx, input }) => ({
    audit: (await program.changeStage(tx, input)).audit,
    redirectTo: "/admin/stages",
  }),
});
