import { formatDay } from "../format";

/** What happened to a change of tier, with what its letter says; tiers by name. */
export type TierHeard = {
  kind: string;
  text: string | null;
  partner: string;
  from: string | null;
  to: string | null;
  on: string | null;
  appealUntil: string | null;
  move: "promotion" | "demotion";
};
type Said = { to: "partner" | "owners"; subject: string; paragraphs: string[] };

const tier = (name: string | null) => name ?? "no tier";
const reason = ({ text }: TierHeard) => (text ? [`The reason given: ${text}`] : []);

/** The letters by what happened; what is not listed is told to nobody. */
const letters: Record<string, (heard: TierHeard) => Said | null> = {
  announced: (heard) => ({
    to: "partner",
    subject: `Your tier changes to ${tier(heard.to)} on ${formatDay(heard.on)}`,
    paragraphs: [
      `The figures of ${heard.partner} no longer meet what ${tier(heard.from)} asks for. From ${formatDay(heard.on)} your tier is ${tier(heard.to)}.`,
      "Until then you keep everything. We measure once more on that day: if the criteria are met again, your tier stays as it is.",
      ...reason(heard),
      `If this is wrong, you can appeal on your tier's page until ${formatDay(heard.appealUntil)}.`,
    ],
  }),
  done: ({ move, to, on, partner }) => ({
    to: "partner",
    subject: move === "promotion" ? `Congratulations: ${partner} is ${tier(to)}` : `Your tier is ${tier(to)} now`,
    paragraphs: [
      move === "promotion"
        ? `${partner} has earned ${tier(to)}, from ${formatDay(on)} on.`
        : `As announced, your tier is ${tier(to)} from ${formatDay(on)} on. Your tier's page shows what gets you back.`,
    ],
  }),
  cured: ({ from, partner }) => ({
    to: "partner",
    subject: `Your tier stays ${tier(from)}`,
    paragraphs: [`${partner} meets what ${tier(from)} asks for again. The announced change does not happen.`],
  }),
  withdrawn: (heard) => ({
    to: "partner",
    subject: `Your tier stays ${tier(heard.from)}`,
    paragraphs: ["The change of your tier that we told you of does not happen.", ...reason(heard)],
  }),
  appealed: (heard) => ({
    to: "owners",
    subject: `${heard.partner} appeals against ${tier(heard.to)}`,
    paragraphs: [
      `${heard.partner} appeals against the change from ${tier(heard.from)} to ${tier(heard.to)}. Somebody else than who approved it answers.`,
      ...reason(heard),
    ],
  }),
  upheld: (heard) => ({
    to: "partner",
    subject: `Your appeal is upheld: your tier stays ${tier(heard.from)}`,
    paragraphs: ["We have looked at your appeal, and your tier stays as it is.", ...reason(heard)],
  }),
  kept: (heard) => ({
    to: "partner",
    subject: `Your appeal: the change to ${tier(heard.to)} stands`,
    paragraphs: [
      `We have looked at your appeal. The change stands, from ${formatDay(heard.on)} on, unless the criteria are met again by then.`,
      ...reason(heard),
    ],
  }),
};

/** The letter about what happened, null when nobody is told. A promotion that was withdrawn was never told of. */
export const tierLetterOf = (heard: TierHeard): Said | null =>
  heard.kind === "withdrawn" && heard.move === "promotion" ? null : (letters[heard.kind]?.(heard) ?? null);
