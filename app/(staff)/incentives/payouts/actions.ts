"use server";

import { approveBatch } from "@/db/payouts/approve";
import { markSent } from "@/db/payouts/file";
import { changePayer, changePayoutSettings, changePolicy } from "@/db/payouts/policies";
import { cancelBatch, prepareBatch } from "@/db/payouts/prepare";
import { settlePayouts } from "@/db/payouts/settle";
import { can } from "@/lib/access/permissions";
import { action } from "@/lib/auth/action";
import { deliverSoon } from "@/lib/auth/deliver-soon";
import { publicUrl } from "@/lib/auth/public-url";
import {
  batchForm,
  outcomeFileForm,
  outcomeForm,
  payerForm,
  payoutSettingsForm,
  policyForm,
  prepareForm,
} from "@/lib/payouts/form";

const pageOf = (batchId: string) => `/incentives/payouts/${batchId}`;

export const preparePayouts = action({
  name: "payouts.prepare",
  permission: "payouts.prepare",
  schema: prepareForm,
  long: true,
  run: async ({ tx, input }) => {
    const { batchId, audit } = await prepareBatch(tx, input);
    return { audit, redirectTo: pageOf(batchId) };
  },
});

export const approvePayouts = action({
  name: "payouts.approve",
  permission: "payouts.approve",
  schema: batchForm,
  long: true,
  run: async ({ tx, viewer, input }) => {
    const by = { personId: viewer.personId, beyond: can(viewer, "payouts.approveBeyond") };
    const { audit } = await approveBatch(tx, by, input);
    return { audit, redirectTo: pageOf(input.batchId) };
  },
});

export const cancelPayouts = action({
  name: "payouts.cancel",
  permission: "payouts.approve",
  schema: batchForm,
  long: true,
  run: async ({ tx, input }) => {
    const { audit } = await cancelBatch(tx, input.batchId);
    return { audit, redirectTo: pageOf(input.batchId) };
  },
});

export const sendPayouts = action({
  name: "payouts.send",
  permission: "payouts.prepare",
  schema: batchForm,
  long: true,
  run: async ({ tx, viewer, input }) => {
    const { audit } = await markSent(tx, viewer.personId, input.batchId);
    return { audit, redirectTo: pageOf(input.batchId) };
  },
});

export const settlePayout = action({
  name: "payouts.settle",
  permission: "payouts.prepare",
  schema: outcomeForm,
  run: async ({ tx, input: { key, batchId, ...outcome } }) => {
    const { audit } = await settlePayouts(tx, { key, batchId, outcomes: [outcome], portalUrl: publicUrl() });
    return { audit, committed: deliverSoon, redirectTo: pageOf(batchId) };
  },
});

export const settleFromFile = action({
  name: "payouts.settleFile",
  permission: "payouts.prepare",
  schema: outcomeFileForm,
  long: true,
  run: async ({ tx, input: { key, batchId, file: outcomes } }) => {
    const done = await settlePayouts(tx, { key, batchId, outcomes, portalUrl: publicUrl() });
    const same = done.unchanged > 0 ? `, ${done.unchanged} were known` : "";
    return { audit: done.audit, committed: deliverSoon, notice: `${done.paid} paid, ${done.failed} failed${same}.` };
  },
});

export const changePayoutPolicy = action({
  name: "payouts.changePolicy",
  permission: "payouts.policy",
  schema: policyForm,
  run: async ({ tx, input }) => {
    const { audit } = await changePolicy(tx, input);
    return { audit, redirectTo: "/incentives/payouts/policy" };
  },
});

export const changePayerAccount = action({
  name: "payouts.changePayer",
  permission: "payouts.policy",
  schema: payerForm,
  run: async ({ tx, input: { currency, bank } }) => {
    const { audit } = await changePayer(tx, currency, bank);
    return { audit, redirectTo: "/incentives/payouts/policy" };
  },
});

export const changePayoutDays = action({
  name: "payouts.changeDays",
  permission: "payouts.policy",
  schema: payoutSettingsForm,
  run: async ({ tx, input }) => {
    const { audit } = await changePayoutSettings(tx, input);
    return { audit, redirectTo: "/incentives/payouts/policy" };
  },
});
