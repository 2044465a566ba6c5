"use server";

import { z } from "zod";
import * as files from "@/db/files/commands";
import { action } from "@/lib/auth/action";
import { isId } from "@/lib/lists/parameters";

export const removeFile = action({
  name: "file.remove",
  permission: "deals.move",
  schema: z.object({ fileId: z.string().refine(isId) }),
  run: async ({ tx, input }) => ({ audit: (await files.removeFile(tx, input.fileId)).audit }),
});
