import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import type { FormAction } from "@/lib/auth/form-state";
import { formatDay, formatInstant } from "@/lib/format";
import { PlainText } from "./plain-text";

type AnnouncementCardProps = {
  announcement: {
    id: string;
    title: string;
    body: string;
    pinned: boolean;
    publishedAt: Date;
    expiresOn: string | null;
  };
  timeZone: string;
  /** Null when it is read already, or may not be marked. */
  read: FormAction | null;
};

/** An announcement as partners read it, with the button that puts it away. */
export function AnnouncementCard({ announcement, timeZone, read }: AnnouncementCardProps) {
  const { id, title, body, pinned, publishedAt, expiresOn } = announcement;
  return (
    <Card
      title={title}
      description={[
        formatInstant(publishedAt, timeZone).split(",")[0],
        expiresOn ? `until ${formatDay(expiresOn)}` : null,
      ]
        .filter(Boolean)
        .join(", ")}
      actions={pinned ? <Badge tone="info">Pinned</Badge> : undefined}
    >
      <PlainText text={body} />
      {read ? (
        <div className="mt-4">
          <MarkAsRead id={id} title={title} read={read} />
        </div>
      ) : null}
    </Card>
  );
}

type NewsProps = { items: readonly AnnouncementCardProps["announcement"][]; timeZone: string; read: FormAction | null };

/** What this person has not read yet: a line each, which opens the text and the button that puts it away. */
export function News({ items, timeZone, read }: NewsProps) {
  if (items.length === 0) return null;
  return (
    <Card title="News from the program" flush>
      <ul className="divide-line divide-y">
        {items.map(({ id, title, body, pinned, publishedAt }) => (
          <li key={id}>
            <details className="group/news">
              <summary className="hover:bg-hover flex items-center gap-2 px-5 py-3">
                <Icon
                  name="chevron-right"
                  className="text-muted size-3.5 transition-transform group-open/news:rotate-90"
                />
                <span className="text-ink min-w-0 flex-1 font-medium">{title}</span>
                {pinned ? <Badge tone="info">Pinned</Badge> : null}
                <span className="text-muted text-xs whitespace-nowrap">
                  {formatInstant(publishedAt, timeZone).split(",")[0]}
                </span>
              </summary>
              <div className="space-y-4 pr-5 pb-4 pl-11">
                <PlainText text={body} />
                {read ? <MarkAsRead id={id} title={title} read={read} /> : null}
              </div>
            </details>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function MarkAsRead({ id, title, read }: { id: string; title: string; read: FormAction }) {
  return (
    <ActionForm action={read} hidden={{ announcementId: id }} failed="It was not marked.">
      <ActionButton size="small" aria-label={`Mark as read: ${title}`}>
        Mark as read
      </ActionButton>
    </ActionForm>
  );
}
