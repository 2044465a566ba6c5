import { formatCount, formatPercent } from "@/lib/format";

export type Counted = { raised: number; acted: number; needless: number; ended: number; open: number };

/** Of the alerts that are done with, how many led to an action; null before any is. */
export function actedRate({ acted, needless, ended }: Counted): number | null {
  const done = acted + needless + ended;
  return done === 0 ? null : acted / done;
}

/** So many must be done with before a rule is called of little use. */
const enough = 10;

/** A rule of whose alerts few led to an action. */
export const littleUse = (counted: Counted): boolean => {
  const rate = actedRate(counted);
  return rate !== null && counted.acted + counted.needless + counted.ended >= enough && rate < 0.2;
};

/** The rate in words. */
export function rateWords(counted: Counted): string {
  const rate = actedRate(counted);
  return rate === null ? "None is done with yet" : `${formatPercent(rate)} led to an action`;
}

/** How the rules do, in a sentence. */
export function rulesSentence(rules: readonly { active: boolean; counted: Counted }[], days: number): string {
  const sum = (of: keyof Counted) => rules.reduce((all, { counted }) => all + counted[of], 0);
  const all = {
    raised: sum("raised"),
    acted: sum("acted"),
    needless: sum("needless"),
    ended: sum("ended"),
    open: sum("open"),
  };
  const useless = rules.filter(({ counted }) => littleUse(counted)).length;
  const on = rules.filter(({ active }) => active).length;
  return `${on} of ${rules.length} rules are on. ${formatCount(all.raised)} alerts in ${days} days: ${rateWords(all).toLowerCase()}${useless ? `; ${useless} ${useless === 1 ? "rule is" : "rules are"} of little use` : ""}.`;
}
