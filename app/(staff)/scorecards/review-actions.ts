"use server";

import { todayIn } from "@/db/program/queries";
import { addItem, closeReview, endItem, removeItem, startReview } from "@/db/scorecards/review-commands";
import { action } from "@/lib/auth/action";
import { Forbidden } from "@/lib/errors";
import { closeForm, endItemForm, itemForm, itemIdForm, partnerForm } from "@/lib/scorecards/form";

export const startReviewOf = action({
  name: "review.start",
  permission: "reviews.run",
  schema: partnerForm,
  run: async ({ tx, viewer, input, now }) => {
    if (viewer.kind !== "staff") throw new Forbidden();
    const { id, audit } = await startReview(tx, viewer, input.partnerId, { today: await todayIn(tx), now });
    return { audit, redirectTo: `/scorecards/${input.partnerId}/reviews/${id}` };
  },
});

export const noteInReview = action({
  name: "review.addItem",
  permission: "reviews.run",
  schema: itemForm,
  run: async ({ tx, actor, input }) => ({ ...(await addItem(tx, actor, input)), notice: "Noted" }),
});

export const takeOutOfReview = action({
  name: "review.removeItem",
  permission: "reviews.run",
  schema: itemIdForm,
  run: async ({ tx, input }) => removeItem(tx, input),
});

export const finishPoint = action({
  name: "review.endItem",
  permission: "reviews.run",
  schema: endItemForm,
  run: async ({ tx, actor, input }) => endItem(tx, actor, input),
});

export const finishReview = action({
  name: "review.close",
  permission: "reviews.run",
  schema: closeForm,
  run: async ({ tx, actor, input }) => ({ ...(await closeReview(tx, actor, input)), notice: "The review is closed" }),
});
