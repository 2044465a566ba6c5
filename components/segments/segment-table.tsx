import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { formatCount, formatDay, formatE4 } from "@/lib/format";
import { partnerStatuses, partnerTypes, statusTones } from "@/lib/partners/words";
import { type SegmentAddress, segmentsHref } from "@/lib/segments/address";
import { quadrants } from "@/lib/segments/quadrants";
import { type SegmentView, segmentsPerPage } from "@/lib/segments/view";

type SegmentTableProps = { view: SegmentView; address: SegmentAddress; currency: string };

/** The partners of the chosen set, with the values that they are drawn by; the reason where there is one. */
export function SegmentTable({ view, address, currency }: SegmentTableProps) {
  const { rows, count, total } = view;
  const potential = address.set === "potential";
  const first = (address.page - 1) * segmentsPerPage;
  const page = (number: number) => `${segmentsHref(address, { page: number })}#partners`;
  const money = (amountE4: string) => ({
    text: formatE4(BigInt(amountE4), currency, "whole").replace(`${currency} `, ""),
    title: formatE4(BigInt(amountE4), currency),
  });
  return (
    <DataTable
      caption="Partners of this segment"
      columns={[
        { key: "partner", label: "Partner" },
        ...(potential ? [{ key: "says", label: "Why" }] : []),
        { key: "type", label: "Type" },
        { key: "tier", label: "Tier" },
        ...(potential ? [] : [{ key: "status", label: "Status" }]),
        ...(potential ? [] : [{ key: "seen", label: "Last seen" }]),
        { key: "open", label: "Open deals", align: "right" as const },
        { key: "activity", label: "Opened", align: "right" as const },
        { key: "value", label: `Won, ${currency}`, align: "right" as const },
        ...(potential ? [] : [{ key: "corner", label: "Corner" }]),
      ]}
      rows={rows.map((row) => ({
        key: row.id,
        href: `/partners/${row.id}`,
        cells: {
          partner: row.name,
          says: row.says ? <span className="whitespace-normal text-xs leading-4 block py-1.5">{row.says}.</span> : null,
          type: partnerTypes[row.type as keyof typeof partnerTypes] ?? row.type,
          tier: row.tier ?? { missing: "No tier" },
          status: {
            text: partnerStatuses[row.status as keyof typeof partnerStatuses] ?? row.status,
            tone: statusTones[row.status as keyof typeof statusTones] ?? "neutral",
          },
          seen: row.lastSeenOn ? formatDay(row.lastSeenOn) : { missing: "Nothing recorded" },
          open: formatCount(row.openDeals),
          activity: formatCount(row.activity),
          value: money(row.valueE4),
          corner: { text: quadrants[row.quadrant].label, muted: true },
        },
      }))}
      totals={{
        partner: `${formatCount(count)} in all`,
        open: formatCount(total.openDeals),
        activity: formatCount(total.activity),
        value: money(total.valueE4),
      }}
      footer={
        <Pagination
          text={`${formatCount(first + 1)} to ${formatCount(first + rows.length)} of ${formatCount(count)} partners`}
          previousHref={address.page > 1 ? page(address.page - 1) : null}
          nextHref={first + rows.length < count ? page(address.page + 1) : null}
        />
      }
      empty={
        <EmptyState icon="circle-check" title="No partner stands here">
          {potential
            ? "Nobody who could bring much brings less than half of the middle partner of their tier; tiers of fewer than five partners say nothing."
            : "Clear a filter to see more."}
        </EmptyState>
      }
    />
  );
}
