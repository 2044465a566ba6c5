"use server";

import { acceptFinding, reopenFinding } from "@/db/quality/commands";
import { dismissPair } from "@/db/quality/duplicates";
import { mergePair, unmergePair } from "@/db/quality/pair-merge";
import { action } from "@/lib/auth/action";
import { acceptForm, dismissForm, mergeForm, reopenForm, unmergeForm } from "@/lib/quality/filter";

const pageOf = (id: string) => `/quality/findings/${id}`;

export const accept = action({
  name: "quality.accept",
  permission: "quality.work",
  schema: acceptForm,
  run: async ({ tx, viewer, input }) => {
    const { audit } = await acceptFinding(tx, viewer, input);
    return { audit, redirectTo: pageOf(input.findingId) };
  },
});

export const reopen = action({
  name: "quality.reopen",
  permission: "quality.work",
  schema: reopenForm,
  run: async ({ tx, input }) => {
    const { audit } = await reopenFinding(tx, input.findingId);
    return { audit, redirectTo: pageOf(input.findingId) };
  },
});

export const dismissDuplicate = action({
  name: "duplicate.dismiss",
  permission: "quality.work",
  schema: dismissForm,
  run: async ({ tx, actor, input }) => {
    const { kind, audit } = await dismissPair(tx, actor, input);
    return { audit, redirectTo: `/quality/duplicates?kind=${kind}` };
  },
});

export const mergeDuplicate = action({
  name: "duplicate.merge",
  permission: "partners.merge",
  schema: mergeForm,
  run: async ({ tx, actor, input }) => {
    const { kind, audit } = await mergePair(tx, actor, input);
    return { audit, redirectTo: `/quality/duplicates?kind=${kind}&show=merged` };
  },
});

export const unmergeDuplicate = action({
  name: "duplicate.unmerge",
  permission: "partners.merge",
  schema: unmergeForm,
  run: async ({ tx, actor, input }) => {
    const { audit } = await unmergePair(tx, actor, input);
    return { audit, redirectTo: `/quality/duplicates?kind=${input.kind}` };
  },
});
