/** Where a change of tier stands. */
export const moveStatuses = {
  proposed: "Proposed",
  approved: "Approved",
  notice: "Under notice",
  appealed: "Appealed",
  done: "In effect",
  declined: "Declined",
  withdrawn: "Withdrawn",
  cured: "Criteria met again",
  upheld: "Appeal upheld",
  replaced: "Replaced",
} as const;
export type MoveStatus = keyof typeof moveStatuses;
export type MoveKind = "promotion" | "demotion";

type Step = {
  from: readonly MoveStatus[];
  to: MoveStatus;
  by: "staff" | "partner" | "clock";
  kind?: MoveKind;
  reason?: true;
};

/**
 * The steps of a change of tier: where each may start, where it leads, and who makes it. A demotion is announced and comes
 * into effect only after its days of grace; an appeal stops the clock until somebody else than its approver answers.
 */
export const moveSteps = {
  promote: { from: ["proposed"], to: "approved", by: "staff", kind: "promotion" },
  announce: { from: ["proposed"], to: "notice", by: "staff", kind: "demotion", reason: true },
  decline: { from: ["proposed"], to: "declined", by: "staff", reason: true },
  withdraw: { from: ["approved", "notice"], to: "withdrawn", by: "staff", reason: true },
  appeal: { from: ["notice"], to: "appealed", by: "partner", kind: "demotion", reason: true },
  uphold: { from: ["appealed"], to: "upheld", by: "staff", kind: "demotion", reason: true },
  keep: { from: ["appealed"], to: "notice", by: "staff", kind: "demotion", reason: true },
  cure: { from: ["notice"], to: "cured", by: "clock", kind: "demotion" },
  effect: { from: ["approved", "notice"], to: "done", by: "clock" },
  replace: { from: ["proposed", "approved", "notice"], to: "replaced", by: "clock" },
} as const satisfies Record<string, Step>;
export type MoveStep = keyof typeof moveSteps;

/** A partner has one at a time of these. */
export const openStatuses = ["proposed", "approved", "notice", "appealed"] as const satisfies readonly MoveStatus[];

export const mayStep = (step: MoveStep, kind: MoveKind, from: MoveStatus): boolean => {
  const rule: Step = moveSteps[step];
  return rule.from.includes(from) && (!rule.kind || rule.kind === kind);
};

/** What speaks against a step, with the field that it belongs to; null when nothing does. */
export function whatForbids(
  step: MoveStep,
  { kind, status }: { kind: MoveKind; status: MoveStatus },
  reason: string,
): { says: string; field?: string } | null {
  if (!mayStep(step, kind, status))
    return { says: `This changed meanwhile (${moveStatuses[status].toLowerCase()}): open its page again` };
  if ((moveSteps[step] as Step).reason && reason === "") return { says: "Say why", field: "reason" };
  return null;
}

/** One step up with every amount known can be approved together with others; everything else on its own page. */
export const isSafe = (move: { kind: MoveKind; status: MoveStatus; steps: number; unrated: number }) =>
  move.kind === "promotion" && move.status === "proposed" && move.steps === 1 && move.unrated === 0;

export const moveTones = {
  proposed: "info",
  approved: "info",
  notice: "warn",
  appealed: "warn",
  done: "good",
  declined: "neutral",
  withdrawn: "neutral",
  cured: "good",
  upheld: "good",
  replaced: "neutral",
} as const satisfies Record<MoveStatus, string>;
