import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { announcementState, segmentSays } from "@/lib/announcements/form";
import { formatCount, formatInstant } from "@/lib/format";

type Announcement = {
  id: string;
  title: string;
  pinned: boolean;
  publishedAt: Date;
  expiresOn: string | null;
  withdrawnAt: Date | null;
  tiers: string[];
  types: string[];
  statuses: string[];
  countries: string[];
  regions: string[];
  reach: number;
  companies: number;
  readers: number;
};
type AnnouncementTableProps = {
  rows: readonly Announcement[];
  page: number;
  more: boolean;
  today: string;
  timeZone: string;
};

/** All announcements with whom they are for and how many have read them. */
export function AnnouncementTable({ rows, page, more, today, timeZone }: AnnouncementTableProps) {
  const to = (number: number) => `/announcements${number > 1 ? `?page=${number}` : ""}`;
  return (
    <DataTable
      caption="Announcements"
      columns={[
        { key: "title", label: "Title" },
        { key: "state", label: "State" },
        { key: "for", label: "For" },
        { key: "read", label: "Companies that read it", align: "right" },
        { key: "people", label: "People", align: "right" },
        { key: "published", label: "Published", align: "right" },
      ]}
      rows={rows.map((row) => ({
        key: row.id,
        href: `/announcements/${row.id}`,
        cells: {
          title: row.title,
          state: announcementState(row, today),
          for: segmentSays(row),
          read: `${formatCount(row.companies)} of ${formatCount(row.reach)}`,
          people: formatCount(row.readers),
          published: formatInstant(row.publishedAt, timeZone).split(",")[0],
        },
      }))}
      footer={
        <Pagination
          text={`Page ${page}`}
          previousHref={page > 1 ? to(page - 1) : null}
          nextHref={more ? to(page + 1) : null}
        />
      }
      empty={<EmptyState icon="megaphone" title="Nothing announced yet" />}
    />
  );
}
