import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { formatCount, formatE4, formatNumber } from "@/lib/format";
import { type EngagementPart, engagementLevels, engagementParts, engagementRules } from "@/lib/metrics/engagement";
import { partnerStatuses, partnerTypes, statusTones } from "@/lib/partners/words";
import { isLevel, type SegmentAddress, segmentsHref } from "@/lib/segments/address";
import { quadrants } from "@/lib/segments/quadrants";
import { type Engagement, type SegmentView, segmentsPerPage } from "@/lib/segments/view";

type SegmentTableProps = { view: SegmentView; address: SegmentAddress; currency: string };

/** The partners of the chosen set, with the values that they are drawn by; the reason where there is one. */
export function SegmentTable({ view, address, currency }: SegmentTableProps) {
  const { rows, count, total } = view;
  const potential = address.set === "potential";
  const level = isLevel(address.set);
  const first = (address.page - 1) * segmentsPerPage;
  const page = (number: number) => `${segmentsHref(address, { page: number })}#partners`;
  const money = (amountE4: string) => ({
    text: formatE4(BigInt(amountE4), currency, "whole").replace(`${currency} `, ""),
    title: formatE4(BigInt(amountE4), currency),
  });
  return (
    <DataTable
      caption="Partners of this segment"
      wide={!potential}
      columns={[
        { key: "partner", label: "Partner" },
        ...(potential ? [{ key: "says", label: "Why" }] : []),
        ...(level ? [] : [{ key: "type", label: "Type" }]),
        { key: "tier", label: "Tier" },
        ...(potential || level ? [] : [{ key: "status", label: "Status" }]),
        ...(potential ? [] : [{ key: "engagement", label: "Engagement" }]),
        ...(level ? engagementParts.map((part) => partColumn(part)) : []),
        { key: "open", label: "Open deals", align: "right" as const },
        ...(level ? [] : [{ key: "activity", label: "Opened", align: "right" as const }]),
        { key: "value", label: `Won, ${currency}`, align: "right" as const },
        ...(potential || level ? [] : [{ key: "corner", label: "Corner" }]),
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
          engagement: engagementCell(row.engagement),
          ...partCells(row.engagement),
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

const points = (hundredths: number) => formatNumber(hundredths / 100, 0);
const levelTones = { highly_active: "good", active: "neutral", at_risk: "bad", inactive: "warn" } as const;

/** A part of the score, of how many points. */
function partColumn(part: EngagementPart) {
  const { label, weight, what } = engagementRules[part];
  return {
    key: part,
    label: `${label} / ${weight}`,
    align: "right" as const,
    title: `Up to ${weight} points for ${what}`,
  };
}

function engagementCell(engagement: Engagement | null) {
  if (!engagement) return { missing: "Not enrolled" };
  const { level, score, before } = engagement;
  const title = `${points(score)} of 100, ${points(before)} three months before. ${engagementLevels[level].meaning}`;
  return { text: `${points(score)} · ${engagementLevels[level].label}`, tone: levelTones[level], title };
}

const partCells = (engagement: Engagement | null) =>
  Object.fromEntries(
    engagementParts.map((part, index) => [
      part,
      engagement ? points(engagement.parts[index] ?? 0) : { missing: "Not enrolled" },
    ]),
  );
