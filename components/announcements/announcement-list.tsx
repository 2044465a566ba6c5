import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
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
        <ActionForm action={read} hidden={{ announcementId: id }} failed="It was not marked." className="mt-4">
          <ActionButton size="small" aria-label={`Mark as read: ${title}`}>
            Mark as read
          </ActionButton>
        </ActionForm>
      ) : null}
    </Card>
  );
}

type NewsProps = { items: readonly AnnouncementCardProps["announcement"][]; timeZone: string; read: FormAction | null };

/** What this person has not read yet, on top of their home. */
export function News({ items, timeZone, read }: NewsProps) {
  if (items.length === 0) return null;
  return (
    <section aria-label="News from the program" className="space-y-4">
      {items.map((announcement) => (
        <AnnouncementCard key={announcement.id} announcement={announcement} timeZone={timeZone} read={read} />
      ))}
    </section>
  );
}
