"use server";

import { addPerson, removePerson } from "@/db/deals/people";
import { addInfluence, agreeShares, removeInfluence } from "@/db/deals/shares";
import { todayIn } from "@/db/program/queries";
import { action } from "@/lib/auth/action";
import { dealPersonForm, influenceForm, leavingForm } from "@/lib/deals/people-form";
import { sharesForm } from "@/lib/deals/shares";

export const agreeOnShares = action({
  name: "deal.shares",
  permission: "deals.move",
  schema: sharesForm,
  run: async ({ tx, actor, input }) => ({
    audit: (await agreeShares(tx, actor, input)).audit,
    notice: "The shares are agreed.",
  }),
});

export const addPartner = action({
  name: "deal.addPartner",
  permission: "deals.move",
  schema: influenceForm,
  run: async ({ tx, input }) => ({
    audit: (await addInfluence(tx, input, await todayIn(tx))).audit,
    redirectTo: `/deals/${input.dealId}/partners`,
  }),
});

export const removePartner = action({
  name: "deal.removePartner",
  permission: "deals.move",
  schema: influenceForm,
  run: async ({ tx, input }) => ({ audit: (await removeInfluence(tx, input, await todayIn(tx))).audit }),
});

export const addToDeal = action({
  name: "deal.addPerson",
  permission: "deals.move",
  schema: dealPersonForm,
  run: async ({ tx, input }) => ({ audit: (await addPerson(tx, input)).audit, notice: "The person is named." }),
});

export const removeFromDeal = action({
  name: "deal.removePerson",
  permission: "deals.move",
  schema: leavingForm,
  run: async ({ tx, input }) => ({ audit: (await removePerson(tx, input)).audit }),
});
