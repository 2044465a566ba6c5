import { DataTable } from "@/components/tables/data-table";
import { type DealAddress, dealsHref, type Grouping, groupings } from "@/lib/deals/address";
import { groupHref } from "@/lib/deals/group-links";
import { formatCount, formatE4, formatMonth, formatPercent } from "@/lib/format";
import { shareOf } from "@/lib/money";
import { GroupTabs } from "./group-tabs";
import { NoDeals } from "./no-deals";

type Group = {
  key: string | null;
  label: string | null;
  count: number;
  open: number;
  reportedE4: bigint;
  missing: number;
};
type DealSumsProps = {
  sums: { groups: readonly Group[]; exact: boolean; sample: number; more: number };
  totals: { count: number; reportedE4: bigint; exact: boolean };
  group: Grouping;
  address: DealAddress;
  currency: string;
  kind: "staff" | "partner";
};

/** The filter's deals put together by one quality; each group leads to its rows. */
export function DealSums({ sums, totals, group, address, currency, kind }: DealSumsProps) {
  const whole = totals.exact && sums.exact ? totals : null;
  return (
    <div className="space-y-3">
      <GroupTabs group={group} address={address} kind={kind} />
      <DataTable
        caption={`Deals by ${groupings[group].label.toLowerCase()}`}
        columns={[
          { key: "group", label: groupings[group].label },
          { key: "count", label: "Deals", align: "right" },
          { key: "open", label: "Open", align: "right" },
          { key: "share", label: "Share of the sum", align: "right" },
          { key: "sum", label: `Sum, ${currency}`, align: "right" },
        ]}
        rows={sums.groups.map((one) => ({
          key: one.key ?? "none",
          href: groupHref(address, group, one.key) ?? undefined,
          cells: {
            group: nameOf(one, group),
            count: formatCount(one.count),
            open: formatCount(one.open),
            share: shareText(one.reportedE4, whole?.reportedE4),
            sum: { text: amount(one.reportedE4, currency), title: formatE4(one.reportedE4, currency, "cents") },
          },
        }))}
        totals={
          whole && group !== "family"
            ? { group: "Total", count: formatCount(whole.count), sum: amount(whole.reportedE4, currency) }
            : undefined
        }
        footer={<p className="text-xs">{noteOf(sums, group)}</p>}
        empty={
          <NoDeals
            filtered={dealsHref(address, { view: "", cols: "", pick: "", show: "table" }) !== "/deals"}
            staff={kind === "staff"}
          />
        }
      />
    </div>
  );
}

function shareText(part: bigint, all: bigint | undefined) {
  const share = all === undefined ? null : shareOf(part, all);
  return share === null ? { missing: "No sum to compare with" } : formatPercent(share);
}

const amount = (value: bigint, currency: string) => formatE4(value, currency, "whole").replace(currency, "").trim();

const nobody: Record<Grouping, string> = {
  stage: "No stage",
  month: "No day",
  family: "No product recorded",
  partner: "No sourcing partner",
  tier: "No tier, or no sourcing partner",
  region: "No region, or no sourcing partner",
};

function nameOf({ key, label }: Group, group: Grouping): string {
  if (key === null) return nobody[group];
  return group === "month" ? formatMonth(key) : (label ?? key);
}

function noteOf({ exact, sample, groups, more }: DealSumsProps["sums"], group: Grouping): string {
  const missing = groups.reduce((sum, one) => sum + one.missing, 0);
  return [
    exact
      ? ""
      : `Estimates: these are the sums of ${formatCount(sample)} of the deals. All of them are being counted; open this page again in a moment.`,
    group === "family"
      ? "A deal with lines of several families counts in each, with the lines' share of its amount."
      : "",
    ["partner", "tier", "region"].includes(group)
      ? "Of the partner that sourced the deal, as it was on the deal's day."
      : "",
    missing > 0 ? `${formatCount(missing)} deals have no exchange rate and are not in the sums.` : "",
    more > 0 ? `${formatCount(more)} smaller groups are not shown.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}
