import type { Metadata } from "next";
import { withdraw } from "@/app/(staff)/announcements/actions";
import { PlainText } from "@/components/announcements/plain-text";
import { ReaderTable } from "@/components/announcements/reader-table";
import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { readAnnouncement } from "@/db/announcements/queries";
import { can } from "@/lib/access/permissions";
import { announcementState, segmentSays } from "@/lib/announcements/form";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatInstant } from "@/lib/format";

export const metadata: Metadata = { title: "Announcement" };

export default async function AnnouncementPage({ params }: { params: Promise<{ announcementId: string }> }) {
  const viewer = await requireViewer("announcements.follow");
  const { announcementId } = await params;
  const { announcement, program, readers } = await orNotFound(readAnnouncement(viewer, announcementId));
  const { title, body, publishedAt, by, reach, companies, readers: people, withdrawnAt } = announcement;
  const state = announcementState(announcement, program.today);
  const who = [formatInstant(publishedAt, program.timeZone), by].filter(Boolean).join(" by ");
  return (
    <>
      <PageHeader
        title={title}
        breadcrumb={[{ label: "Announcements", href: "/announcements" }]}
        badges={<Badge tone={state.tone}>{state.text}</Badge>}
        state={`For: ${segmentSays(announcement)}. Read in ${companies} of ${reach} companies, by ${people} ${people === 1 ? "person" : "people"}. Published ${who}.`}
        actions={
          can(viewer, "announcements.write") && !withdrawnAt ? (
            <ActionForm action={withdraw} hidden={{ announcementId }} failed="It is still shown." className="">
              <ActionButton>Take it back</ActionButton>
            </ActionForm>
          ) : null
        }
      />
      <Card>
        <PlainText text={body} />
      </Card>
      <ReaderTable readers={readers} timeZone={program.timeZone} />
    </>
  );
}
