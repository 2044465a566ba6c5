import type { Metadata } from "next";
import { read } from "@/app/(portal)/announcements/actions";
import { AnnouncementCard } from "@/components/announcements/announcement-list";
import { AnnouncementTable } from "@/components/announcements/announcement-table";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { listAnnouncements, listOwnAnnouncements } from "@/db/announcements/queries";
import { getProgram } from "@/db/program/queries";
import { can } from "@/lib/access/permissions";
import type { PartnerViewer, StaffViewer } from "@/lib/access/viewer";
import { announcementPage } from "@/lib/announcements/form";
import { requireViewer } from "@/lib/auth/require-viewer";
import type { Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Announcements" };

export default async function AnnouncementsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("announcements.read");
  const { page } = announcementPage.parse(await searchParams);
  return viewer.kind === "staff" ? forStaff(viewer, page) : forPartner(viewer, page);
}

async function forStaff(viewer: StaffViewer, page: number) {
  const { rows, more, program } = await listAnnouncements(viewer, page);
  return (
    <>
      <PageHeader
        title="Announcements"
        state="News for partners by segment, on their home until each person has read it."
        actions={
          can(viewer, "announcements.write") ? (
            <LinkButton href="/announcements/new" variant="primary" icon="plus">
              Announce something
            </LinkButton>
          ) : null
        }
      />
      <AnnouncementTable {...{ rows, page, more }} today={program.today} timeZone={program.timeZone} />
    </>
  );
}

async function forPartner(viewer: PartnerViewer, page: number) {
  const [{ rows, more }, program] = await Promise.all([listOwnAnnouncements(viewer, page), getProgram(viewer)]);
  const marks = can(viewer, "announcements.mark");
  const to = (number: number) => `/announcements?page=${number}`;
  return (
    <>
      <PageHeader title="Announcements" state={`What ${program.programName} has told ${viewer.partnerName}.`} />
      {rows.length === 0 ? <EmptyState icon="megaphone" title="Nothing announced now" /> : null}
      {rows.map(({ read: isRead, ...row }) => (
        <AnnouncementCard
          key={row.id}
          announcement={row}
          timeZone={program.timeZone}
          read={isRead || !marks ? null : read}
        />
      ))}
      {page > 1 || more ? (
        <Pagination
          text={`Page ${page}`}
          previousHref={page > 1 ? to(page - 1) : null}
          nextHref={more ? to(page + 1) : null}
        />
      ) : null}
    </>
  );
}
