import { Tabs } from "@/components/ui/tabs";
import { showsOf } from "@/lib/deals/registrations/filter";
import { formatCount } from "@/lib/format";

type RegistrationTabsProps = {
  side: "staff" | "partner";
  show: string;
  q: string;
  counts: Record<string, number>;
};

/** Where registrations stand, each with how many. */
export function RegistrationTabs({ side, show, q, counts }: RegistrationTabsProps) {
  return (
    <Tabs
      label="Registrations by standing"
      items={showsOf[side].map((tab) => ({
        href: `/registrations?show=${tab.show}${q ? `&q=${encodeURIComponent(q)}` : ""}`,
        label: tab.label,
        current: tab.show === show,
        count: tab.counts ? counted(tab.counts.map((status) => counts[status] ?? 0)) : undefined,
      }))}
    />
  );
}

/** A thousand is where counting stops. */
function counted(counts: number[]): string {
  const sum = counts.reduce((a, b) => a + b, 0);
  return counts.some((count) => count > 1000) ? "1,000+" : formatCount(sum);
}
