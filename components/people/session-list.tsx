import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { FormAction } from "@/lib/auth/form-state";
import { formatInstant, formatRelative } from "@/lib/format";
import { browserName } from "@/lib/people/browser-name";

type Session = {
  id: string;
  via: "sso" | "link" | "report";
  userAgent: string | null;
  createdAt: Date;
  lastSeenAt: Date;
};

type SessionListProps = {
  sessions: readonly Session[];
  /** The session that looks at this page. */
  currentId?: string;
  timeZone: string;
  now: Date;
  /** Ends one, by `session`. */
  end?: FormAction;
};

const ways = { sso: "single sign-on", link: "e-mail link", report: "the portal itself" };

/** Where a person is signed in. */
export function SessionList({ sessions, currentId, timeZone, now, end }: SessionListProps) {
  return (
    <ul className="divide-line divide-y">
      {sessions.map((session) => (
        <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0">
          <div className="min-w-0 flex-1">
            <p
              className="text-ink flex flex-wrap items-center gap-2 font-medium"
              title={session.userAgent ?? undefined}
            >
              {browserName(session.userAgent)}
              {session.id === currentId ? <Badge tone="good">This browser</Badge> : null}
            </p>
            <p className="text-muted text-xs">
              By {ways[session.via]}, since <At at={session.createdAt} timeZone={timeZone} />. Last seen{" "}
              <At at={session.lastSeenAt} timeZone={timeZone} now={now} />.
            </p>
          </div>
          {end ? (
            <ActionForm action={end} failed="The session was not ended." hidden={{ session: session.id }} className="">
              <ActionButton size="small" aria-label={`End the session in ${browserName(session.userAgent)}`}>
                End
              </ActionButton>
            </ActionForm>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function At({ at, timeZone, now }: { at: Date; timeZone: string; now?: Date }) {
  const relative = now ? formatRelative(at, now) : undefined;
  return <Time iso={at.toISOString()} absolute={formatInstant(at, timeZone)} relative={relative} zone={timeZone} />;
}
