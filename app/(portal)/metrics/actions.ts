"use server";

import { decideVersion, proposeVersion } from "@/db/metrics/versions";
import { action } from "@/lib/auth/action";
import { decideVersionForm, proposeForm } from "@/lib/metrics/version-form";

export const proposeDefinition = action({
  name: "metric.propose",
  permission: "metrics.propose",
  schema: proposeForm,
  run: async ({ tx, actor, input }) => {
    const { audit } = await proposeVersion(tx, actor, input);
    return { audit, redirectTo: `/metrics/${input.metric}/definition` };
  },
});

export const decideDefinition = action({
  name: "metric.decide",
  permission: "metrics.approve",
  schema: decideVersionForm,
  run: async ({ tx, actor, input }) => {
    const { audit, metric } = await decideVersion(tx, actor, input);
    return { audit, redirectTo: `/metrics/${metric}/definition` };
  },
});
