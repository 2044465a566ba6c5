import type { Side, Task } from "./tasks";

/** What shows that a step is done without anybody's tick: what it is read from stands in db/record/onboarding.ts. */
export type Proof = "contract" | "signed_in" | "certified" | "launched";

type Step = { title: string; note: string; side: Side; days: number; proof?: Proof };

/** The steps from an approved application to the first deal, each with who owes it and how many days after the start it is due. */
export const onboardingSteps = {
  welcome: {
    title: "Welcome call",
    note: "Get to know each other; agree on who talks to whom and on the first customers to go for.",
    side: "staff",
    days: 5,
  },
  sign_in: {
    title: "Sign in for the first time",
    note: "The first person of the company opens the portal.",
    side: "partner",
    days: 7,
    proof: "signed_in",
  },
  people: {
    title: "Invite colleagues and say who does what",
    note: "Sales, technical and marketing contacts, under Team and Contacts.",
    side: "partner",
    days: 14,
  },
  contract: {
    title: "Sign the partner agreement",
    note: "Done when a signed contract stands in the record.",
    side: "staff",
    days: 21,
    proof: "contract",
  },
  training: {
    title: "First certification",
    note: "One person of the company, or the company itself, is certified.",
    side: "partner",
    days: 45,
    proof: "certified",
  },
  plan: {
    title: "Agree on the first joint plan",
    note: "Targets for the first two quarters, and what both sides do for them.",
    side: "staff",
    days: 45,
  },
  launch: {
    title: "Register the first deal",
    note: "The launch: the first registered deal, or the first live integration.",
    side: "partner",
    days: 60,
    proof: "launched",
  },
} as const satisfies Record<string, Step>;

export type OnboardingStep = keyof typeof onboardingSteps;

/** The steps in order, with their keys. */
export const onboardingList: readonly (Step & { key: OnboardingStep })[] = Object.entries(onboardingSteps).map(
  ([key, step]) => ({ key: key as OnboardingStep, ...step }),
);

/** A partner's steps with when it signed and launched. */
export type Checklist = {
  steps: readonly Task[];
  launch: { signedOn: string | null; launchedOn: string | null };
};

/** Days to launch in words; nothing signed yet is said so, and a launch before the signing is no measure. */
export function launchSays(of: { signedOn: string | null; launchedOn: string | null }, today: string): string {
  const days = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
  const said = (count: number) => (count === 1 ? "1 day" : `${count} days`);
  if (of.launchedOn && of.signedOn && of.launchedOn >= of.signedOn)
    return `Launched ${said(days(of.signedOn, of.launchedOn))} after the contract was signed.`;
  if (of.launchedOn) return "Launched: the first deal is registered or an integration is live.";
  if (of.signedOn && of.signedOn <= today)
    return `Day ${days(of.signedOn, today)} since the contract was signed; not launched yet.`;
  return "Not launched yet; the days count from the day the contract is signed.";
}
