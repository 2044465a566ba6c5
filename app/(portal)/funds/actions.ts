"use server";

import * as claims from "@/db/funds/claims";
import * as deals from "@/db/funds/deals";
import * as requests from "@/db/funds/requests";
import type { PartnerViewer, Viewer } from "@/lib/access/viewer";
import { action } from "@/lib/auth/action";
import { Forbidden } from "@/lib/errors";
import { amendForm, claimForm, claimStepForm, dealLinkForm, requestForm, requestStepForm } from "@/lib/funds/form";

export const writeRequest = action({
  name: "funds.writeRequest",
  permission: "funds.request",
  schema: requestForm,
  run: async ({ tx, viewer, input }) => {
    const { id, audit } = await requests.writeRequest(tx, partnerOf(viewer), input);
    return {
      audit,
      redirectTo: input.intent === "submit" ? `/funds/requests/${id}` : `/funds/requests/new?request=${id}`,
    };
  },
});

export const stepRequest = action({
  name: "funds.stepRequest",
  permission: "funds.request",
  schema: requestStepForm,
  run: async ({ tx, viewer, input }) => {
    const { id, audit } = await requests.stepRequest(tx, partnerOf(viewer), input);
    return {
      audit,
      redirectTo: input.step === "recall" ? `/funds/requests/new?request=${id}` : `/funds/requests/${id}`,
    };
  },
});

export const amendRequest = action({
  name: "funds.amendRequest",
  permission: "funds.request",
  schema: amendForm,
  run: async ({ tx, viewer, input }) => {
    const { id, audit } = await requests.amendRequest(tx, partnerOf(viewer), input);
    return { audit, redirectTo: `/funds/requests/${id}` };
  },
});

export const writeClaim = action({
  name: "funds.writeClaim",
  permission: "funds.request",
  schema: claimForm,
  run: async ({ tx, viewer, input }) => {
    const { id, audit } = await claims.writeClaim(tx, partnerOf(viewer), input);
    return { audit, redirectTo: `/funds/claims/${id}` };
  },
});

export const stepClaim = action({
  name: "funds.stepClaim",
  permission: "funds.request",
  schema: claimStepForm,
  run: async ({ tx, viewer, input }) => {
    const { id, audit } = await claims.stepClaim(tx, partnerOf(viewer), input);
    return { audit, redirectTo: `/funds/claims/${id}` };
  },
});

export const linkDeal = action({
  name: "funds.linkDeal",
  permission: "funds.link",
  schema: dealLinkForm,
  run: async ({ tx, viewer, input }) => ({
    audit: (await deals.linkDeal(tx, viewer, input)).audit,
    redirectTo: `/funds/requests/${input.requestId}#deals`,
  }),
});

export const unlinkDeal = action({
  name: "funds.unlinkDeal",
  permission: "funds.link",
  schema: dealLinkForm,
  run: async ({ tx, viewer, input }) => ({
    audit: (await deals.unlinkDeal(tx, viewer, input)).audit,
    redirectTo: `/funds/requests/${input.requestId}#deals`,
  }),
});

function partnerOf(viewer: Viewer): PartnerViewer {
  if (viewer.kind !== "partner") throw new Forbidden("Partners ask for funds and claim them.");
  return viewer;
}
