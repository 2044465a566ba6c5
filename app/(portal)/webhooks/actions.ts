"use server";

import { z } from "zod";
import * as commands from "@/db/webhooks/commands";
import { action } from "@/lib/auth/action";
import { endpointForm, endpointStep } from "@/lib/webhooks/form";

const once = (secret: string) => `Its secret is ${secret}. Copy it now: it is not shown again.`;

/** Adds an endpoint of the own company, or of the program. */
export const addEndpoint = action({
  name: "webhook.add",
  permission: "webhooks.manage",
  schema: endpointForm,
  run: async ({ tx, viewer, input }) => {
    const { audit, secret } = await commands.addEndpoint(tx, viewer, input);
    return { audit, notice: `The endpoint was added. ${once(secret)}` };
  },
});

/** Gives an endpoint a new secret. */
export const rotateSecret = action({
  name: "webhook.rotate",
  permission: "webhooks.manage",
  schema: z.object({ endpoint: z.uuid() }),
  run: async ({ tx, viewer, input }) => {
    const { audit, secret } = await commands.rotateSecret(tx, viewer, input.endpoint);
    return { audit, notice: `For ${commands.overlapHours} hours both secrets sign. ${once(secret)}` };
  },
});

/** Pauses, switches on or removes an endpoint. */
export const changeEndpoint = action({
  name: "webhook.change",
  permission: "webhooks.manage",
  schema: endpointStep,
  run: async ({ tx, viewer, input }) => ({ audit: await commands.changeEndpoint(tx, viewer, input) }),
});

/** Sends a delivery again. */
export const replayDelivery = action({
  name: "webhook.replay",
  permission: "webhooks.manage",
  schema: z.object({ delivery: z.uuid() }),
  run: async ({ tx, viewer, input }) => ({
    audit: await commands.replayDelivery(tx, viewer, input.delivery),
    notice: "It is sent again.",
  }),
});
