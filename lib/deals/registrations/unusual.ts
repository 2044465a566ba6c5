/** What became of a partner's latest registrations, and how many it submitted within 24 hours of how many it may. */
export type PartnerRecord = {
  registered: number;
  approved: number;
  decided: number;
  won: number;
  open: number;
  lastDay: number;
  mostADay: number;
};

/** So many in a day are unusual where the program allows twice as many. */
const someInADay = 10;
/** Of so many decided, this share approved is unusually little. */
const enoughDecided = 20;
const fewApproved = 0.2;

/**
 * What a reviewer should look at before trusting one more of them: a partner that registers whatever it can, to hold
 * customers that it has no deal with (sec:D4). Sentences; none for a partner like others.
 */
export function unusual({ approved, decided, lastDay, mostADay }: PartnerRecord): string[] {
  const says: string[] = [];
  if (lastDay >= someInADay && lastDay * 2 >= mostADay)
    says.push(`It submitted ${lastDay} within 24 hours, of ${mostADay} that it may.`);
  if (decided >= enoughDecided && approved < decided * fewApproved)
    says.push(`Of its latest ${decided} that were decided on, ${approved} were approved.`);
  return says;
}
