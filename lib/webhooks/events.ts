/** What may be told to another system, by the name that stands in the message. `db/webhooks/routines.sql` writes them. */
export const webhookKinds = {
  "deal.registered": { label: "A deal was registered", of: "registration" },
  "deal.decided": { label: "A registration was decided", of: "registration" },
  "deal.stage_moved": { label: "A deal moved to another stage", of: "deal" },
  "lead.offered": { label: "A lead was offered", of: "lead" },
  "lead.accepted": { label: "A lead was accepted", of: "lead" },
  "statement.closed": { label: "A statement was made final", of: "statement" },
  "payout.paid": { label: "A payout was paid", of: "payout" },
  "alert.raised": { label: "An alert was raised", of: "alert" },
  "report.ready": { label: "A report sent by a schedule is ready", of: "report" },
} as const satisfies Record<string, { label: string; of: string }>;

export type WebhookKind = keyof typeof webhookKinds;
export const webhookKindNames = Object.keys(webhookKinds) as [WebhookKind, ...WebhookKind[]];

/** How often a delivery is tried: over about a day and a half. */
export const mostDeliveries = 12;

/** Seconds until the next try after `tried`: half a minute, doubled each time, at most six hours, up to half as long again by `random`. */
export const deliveryWait = (tried: number, random: number) =>
  Math.round(Math.min(6 * 3600, 30 * 2 ** (tried - 1)) * (1 + random / 2));
