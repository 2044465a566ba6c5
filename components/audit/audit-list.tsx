import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { changesOf, verbOf } from "@/lib/audit/sentence";
import { formatInstant } from "@/lib/format";

type Entry = {
  id: bigint;
  at: Date;
  actor: string;
  action: string;
  subjectType: string;
  subjectId: string | null;
  subject: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  reason: string | null;
};

type AuditListProps = {
  entries: readonly Entry[];
  timeZone: string;
  previousHref: string | null;
  nextHref: string | null;
  /** Absent when no filter is in force. */
  clearHref?: string;
};

/** Who changed what, from what to what, and why: one sentence an entry, newest first. */
export function AuditList({ entries, timeZone, previousHref, nextHref, clearHref }: AuditListProps) {
  if (entries.length === 0)
    return (
      <Card>
        <EmptyState
          icon="scroll-text"
          title={clearHref ? "No entry matches" : "No changes yet"}
          actions={clearHref ? <LinkButton href={clearHref}>Clear filters</LinkButton> : null}
        >
          {clearHref ? null : "Every change from now on stands here: who, when, from what to what and why."}
        </EmptyState>
      </Card>
    );
  return (
    <Card
      flush
      footer={<Pagination text={`${entries.length} entries shown`} previousHref={previousHref} nextHref={nextHref} />}
    >
      <ol className="divide-line divide-y">
        {entries.map((entry) => (
          <li key={String(entry.id)} className="grid gap-x-6 gap-y-1 px-5 py-3 sm:grid-cols-[1fr_auto]">
            <p className="min-w-0 wrap-anywhere">
              <span className="text-ink font-medium">{entry.actor}</span> {verbOf(entry.action)}{" "}
              <Subject entry={entry} />
            </p>
            <p className="text-muted text-xs">
              <Time iso={entry.at.toISOString()} absolute={formatInstant(entry.at, timeZone)} zone={timeZone} />
            </p>
            <Details entry={entry} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Subject({ entry }: { entry: Entry }) {
  const own = ["signed in", "signed out"].includes(verbOf(entry.action));
  if (own) return null;
  const folder = { partner: "/partners", deal: "/deals", lead: "/leads" }[entry.subjectType];
  return folder && entry.subjectId ? (
    <TextLink href={`${folder}/${entry.subjectId}`}>{entry.subject}</TextLink>
  ) : (
    <span className="text-ink">{entry.subject}</span>
  );
}

function Details({ entry }: { entry: Entry }) {
  const changes = changesOf(entry.before, entry.after);
  if (changes.length === 0 && !entry.reason) return null;
  return (
    <div className="text-muted max-w-[96ch] text-xs wrap-anywhere sm:col-span-2">
      {changes.map(({ field, from, to }, index) => (
        <span key={field}>
          {index > 0 ? " · " : ""}
          {field}{" "}
          {from === null ? (
            ""
          ) : (
            <>
              from <span className="text-body">{from}</span>{" "}
            </>
          )}
          {from === null && to !== null ? "" : "to "}
          <span className="text-body">{to ?? "nothing"}</span>
        </span>
      ))}
      {entry.reason ? <p className="mt-0.5">Reason: {entry.reason}</p> : null}
    </div>
  );
}
