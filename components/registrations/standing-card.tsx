import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import type { RegistrationRecord } from "@/lib/deals/registrations/record";
import { clock, duration } from "@/lib/deals/registrations/times";
import { type PartnerRecord as Record, unusual } from "@/lib/deals/registrations/unusual";
import { formatDay, formatInstant } from "@/lib/format";

type StandingProps = {
  registration: RegistrationRecord;
  staff: boolean;
  median: number | null;
  timeZone: string;
  now: Date;
};

/** How it stands and what comes next, with the clock that both sides see. */
export function Standing({ registration: one, staff, median, timeZone, now }: StandingProps) {
  const usual = median === null ? "" : ` Half of the answers come within ${duration(median)}.`;
  if (one.status === "submitted" && one.dueAt) {
    const { says, late } = clock(one.dueAt, now);
    return (
      <Callout tone={late ? "bad" : "info"} title={`Decision ${says}: ${formatInstant(one.dueAt, timeZone)}`}>
        {staff ? "The partner sees this clock." : `The customer is held for you until then.${usual}`}
      </Callout>
    );
  }
  if (one.status === "waiting")
    return (
      <Callout tone="warn" title={`In line: there is a claim on this customer since ${formatDay(one.claimSince)}`}>
        {staff
          ? "It moves up by itself when that claim ends. If it is another customer, decide so: it takes its own place."
          : "Yours is under review and takes its place by itself when that claim ends. We tell you then."}
      </Callout>
    );
  if (one.status === "returned" && one.dueAt)
    return (
      <Callout tone="warn" title={staff ? "Sent back with a question" : "We have a question"}>
        {one.reason} The answer is {clock(one.dueAt, now).says}; until then it keeps its place.
      </Callout>
    );
  if (one.status === "approved")
    return (
      <Callout tone="good" title={`Approved, protected until ${formatDay(one.protectedUntil)}`}>
        {one.reason}
      </Callout>
    );
  if (one.reason)
    return (
      <Callout tone="neutral" title="The reason given">
        {one.reason}
      </Callout>
    );
  return null;
}

/** What the partner's earlier registrations became, so that a reviewer sees who registers everything. */
export function PartnerRecord({ record }: { record: Record }) {
  const flags = unusual(record);
  const share = (part: number, whole: number) => (whole === 0 ? "" : ` (${Math.round((part / whole) * 100)} %)`);
  return (
    <>
      <p className="flex flex-wrap gap-2">
        <Badge tone="neutral">{`${record.registered}${record.registered === 200 ? " latest" : ""} registered, ${record.open} open`}</Badge>
        <Badge tone="neutral">{`${record.approved} of ${record.decided} decided approved${share(record.approved, record.decided)}`}</Badge>
        <Badge tone="neutral">{`${record.won} won${share(record.won, record.approved)}`}</Badge>
      </p>
      {flags.length > 0 ? (
        <div className="mt-3">
          <Callout tone="warn" title="Unusual">
            {flags.join(" ")}
          </Callout>
        </div>
      ) : null}
    </>
  );
}
