"use server";

import * as program from "@/db/program/commands";
import { action } from "@/lib/auth/action";
import { settingsForm } from "@/lib/program/forms";

export const changeSettings = action({
  name: "settings.change",
  permission: "settings.manage",
  schema: settingsForm,
  long: true,
  run: async ({ tx, input }) => ({
    audit: (await program.changeSettings(tx, input)).audit,
    notice: "The settings are saved.",
  }),
});
