import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { formatCount } from "@/lib/format";
import { labelOfPage } from "@/lib/usage/page-name";

type PageUseProps = {
  pages: readonly { page: string; staff: number; partners: number; companies: number; before: number }[];
  keptDays: number;
};

/** Which pages and figures are used, by staff and by partners. */
export function PageUse({ pages, keptDays }: PageUseProps) {
  return (
    <Section
      title="Which pages and figures are used"
      description={`Counted by role and company, never by person, and kept for ${formatCount(keptDays)} days.`}
    >
      <DataTable
        caption="Pages by use"
        columns={[
          { key: "page", label: "Page" },
          { key: "staff", label: "Opened by staff", align: "right" },
          { key: "partners", label: "By partners", align: "right" },
          { key: "companies", label: "Companies", align: "right" },
          { key: "before", label: "All, before", align: "right" },
        ]}
        rows={pages.map(({ page, staff, partners, companies, before }) => ({
          key: page,
          cells: {
            page: labelOfPage(page),
            staff: formatCount(staff),
            partners: formatCount(partners),
            companies: formatCount(companies),
            before: formatCount(before),
          },
        }))}
        empty={
          <EmptyState title="Nothing was counted yet">
            Pages are counted from the day on which people open them.
          </EmptyState>
        }
      />
    </Section>
  );
}
