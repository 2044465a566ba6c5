"use server";

import { changeBank, changeTax } from "@/db/payouts/details";
import { action } from "@/lib/auth/action";
import { deliverSoon } from "@/lib/auth/deliver-soon";
import { publicUrl } from "@/lib/auth/public-url";
import { NotFound } from "@/lib/errors";
import { bankForm, taxForm } from "@/lib/payouts/bank";

export const changeBankDetails = action({
  name: "payoutDetails.changeBank",
  permission: "payouts.details",
  schema: bankForm,
  run: async ({ tx, viewer, input }) => {
    if (viewer.kind !== "partner") throw new NotFound();
    const { audit } = await changeBank(tx, viewer, input, publicUrl());
    return { audit, committed: deliverSoon, redirectTo: "/incentives/payout-details" };
  },
});

export const changeTaxDetails = action({
  name: "payoutDetails.changeTax",
  permission: "payouts.details",
  schema: taxForm,
  run: async ({ tx, viewer, input }) => {
    if (viewer.kind !== "partner") throw new NotFound();
    const { audit } = await changeTax(tx, viewer, input);
    return { audit, redirectTo: "/incentives/payout-details" };
  },
});
