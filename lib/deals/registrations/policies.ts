import { z } from "zod";

const whole = (least: number, most: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,6}$/, `Write a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `Write a whole number from ${least} to ${most}`);

/** When there may be more time for an approved registration. */
export const extensionPolicies = { none: "Never", once: "Once", unlimited: "As often as asked" } as const;
export type ExtensionPolicy = keyof typeof extensionPolicies;

/** What holds for registrations, leads, data issues and tiers, as its form sends it. */
export const policiesForm = z
  .object({
    decisionHours: whole(1, 2000),
    escalateHours: whole(0, 2000),
    answerDays: whole(1, 1000),
    protectionDays: whole(1, 1000),
    reminderDays: whole(0, 1000),
    extensionPolicy: z.enum(["none", "once", "unlimited"], "Choose one"),
    extensionDays: whole(1, 1000),
    registrationsADay: whole(1, 100_000),
    leadHours: whole(1, 2000),
    issueDays: whole(1, 1000),
    tierReview: z.enum(["none", "monthly", "quarterly", "yearly"], "Choose one"),
    tierGraceDays: whole(1, 1000),
    tierAppealDays: whole(1, 1000),
    reason: z.string().trim().min(1, "Say why").max(500, "The reason may have at most 500 characters"),
  })
  .refine((all) => all.escalateHours <= all.decisionHours, {
    path: ["escalateHours"],
    message: "The owners are told before the decision is due, so within its hours",
  })
  .refine((all) => all.reminderDays <= all.protectionDays, {
    path: ["reminderDays"],
    message: "The reminder comes within the days of protection",
  })
  .refine((all) => all.tierAppealDays <= all.tierGraceDays, {
    path: ["tierAppealDays"],
    message: "An appeal comes within the days of grace",
  });
export type Policies = Omit<z.output<typeof policiesForm>, "reason">;
