export type EventOfMove = {
  id: string;
  kind: string;
  at: Date;
  text: string | null;
  person: string | null;
  from: string;
  to: string;
};

/** What happened, as a sentence; `by` says who when that is known. */
const sentences: Record<string, (move: { from: string; to: string }, by: string) => string> = {
  proposed: ({ from, to }) => `The figures propose ${to} instead of ${from}`,
  approved: ({ to }, by) => `The promotion to ${to} was approved${by}`,
  announced: ({ from, to }, by) => `The change from ${from} to ${to} was announced${by}`,
  declined: ({ to }, by) => `The change to ${to} was declined${by}`,
  withdrawn: ({ to }, by) => `The change to ${to} was withdrawn${by}`,
  appealed: ({ to }, by) => `An appeal against ${to} was sent${by}`,
  upheld: ({ from }, by) => `The appeal was upheld${by}: the tier stays ${from}`,
  kept: ({ to }, by) => `The appeal was answered${by}: the change to ${to} stands`,
  cured: ({ from }) => `The criteria of ${from} are met again: the tier stays`,
  done: ({ to }) => `The tier is ${to}`,
  replaced: () => "The change fell away",
};

export const eventWords = ({ kind, from, to, person }: EventOfMove): string =>
  sentences[kind]?.({ from, to }, person ? ` by ${person}` : "") ?? kind;

export const eventTones: Record<string, "good" | "warn" | "info"> = {
  approved: "info",
  announced: "warn",
  appealed: "warn",
  upheld: "good",
  cured: "good",
  done: "good",
};

type Move = { id: string; fromTier: string | null; toTier: string | null };

/** Events with the names of the tiers that they are about. */
export function eventsOf(
  events: readonly (Omit<EventOfMove, "from" | "to"> & { moveId: string })[],
  moves: readonly Move[],
  ladder: readonly { key: string; name: string }[],
): EventOfMove[] {
  return events.map((event) => {
    const move = moves.find(({ id }) => id === event.moveId);
    return { ...event, from: tierName(ladder, move?.fromTier), to: tierName(ladder, move?.toTier) };
  });
}

/** What a tier is called; without one, in words. */
export const tierName = (ladder: readonly { key: string; name: string }[], key: string | null | undefined): string =>
  key ? (ladder.find((tier) => tier.key === key)?.name ?? key) : "no tier";
