"use server";

import {
  answerIssue,
  closeIssue,
  giveIssue,
  openIssue,
  reopenIssue,
  sayOnIssue,
  takeIssue,
} from "@/db/issues/commands";
import { action } from "@/lib/auth/action";
import { deliverSoon } from "@/lib/auth/deliver-soon";
import { publicUrl } from "@/lib/auth/public-url";
import { answerForm, askForm, giveForm, moveForm, noteForm, reopenForm, sayForm } from "@/lib/issues/form";

const pageOf = (id: string) => `/issues/${id}`;

export const questionFigure = action({
  name: "issue.open",
  permission: "issues.open",
  schema: askForm,
  run: async ({ tx, viewer, input, now }) => {
    const { id, audit } = await openIssue(tx, viewer, input, { now, portalUrl: publicUrl() });
    return { audit, committed: deliverSoon, redirectTo: pageOf(id) };
  },
});

export const addToQuestion = action({
  name: "issue.say",
  permission: "issues.open",
  schema: sayForm,
  run: async ({ tx, viewer, input }) => {
    const { audit } = await sayOnIssue(tx, viewer, { ...input, internal: false });
    return { audit, redirectTo: pageOf(input.issueId) };
  },
});

export const noteOnQuestion = action({
  name: "issue.note",
  permission: "issues.answer",
  schema: noteForm,
  run: async ({ tx, viewer, input }) => {
    const { audit } = await sayOnIssue(tx, viewer, { ...input, internal: input.audience === "staff" });
    return { audit, redirectTo: pageOf(input.issueId) };
  },
});

export const takeQuestion = action({
  name: "issue.take",
  permission: "issues.answer",
  schema: moveForm,
  run: async ({ tx, viewer, actor, input }) => {
    const { audit } = await takeIssue(tx, viewer, actor, input.issueId);
    return { audit, redirectTo: pageOf(input.issueId) };
  },
});

export const giveQuestion = action({
  name: "issue.give",
  permission: "issues.answer",
  schema: giveForm,
  run: async ({ tx, viewer, input }) => {
    const { audit } = await giveIssue(tx, viewer, input);
    return { audit, redirectTo: pageOf(input.issueId) };
  },
});

export const answerQuestion = action({
  name: "issue.answer",
  permission: "issues.answer",
  schema: answerForm,
  run: async ({ tx, viewer, input, now }) => {
    const { audit } = await answerIssue(tx, viewer, input, { now, portalUrl: publicUrl() });
    return { audit, committed: deliverSoon, redirectTo: pageOf(input.issueId) };
  },
});

export const closeQuestion = action({
  name: "issue.close",
  permission: "issues.open",
  schema: moveForm,
  run: async ({ tx, viewer, input, now }) => {
    const { audit } = await closeIssue(tx, viewer, input.issueId, now);
    return { audit, redirectTo: pageOf(input.issueId) };
  },
});

export const askAgain = action({
  name: "issue.reopen",
  permission: "issues.open",
  schema: reopenForm,
  run: async ({ tx, viewer, input, now }) => {
    const { audit } = await reopenIssue(tx, viewer, input, { now, portalUrl: publicUrl() });
    return { audit, committed: deliverSoon, redirectTo: pageOf(input.issueId) };
  },
});
