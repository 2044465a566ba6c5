import type { Metadata } from "next";
import { saveUsageDays } from "@/app/(staff)/admin/adoption/actions";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { PageUse } from "@/components/usage/page-use";
import { PeopleUse } from "@/components/usage/people-use";
import { UsageDaysForm } from "@/components/usage/usage-days-form";
import { WhoToNudge } from "@/components/usage/who-to-nudge";
import { readAdoption } from "@/db/usage/queries";
import { can } from "@/lib/access/permissions";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatDay, formatPercent } from "@/lib/format";
import type { Parameters } from "@/lib/lists/parameters";
import { adoptionFilter } from "@/lib/usage/filter";

export const metadata: Metadata = { title: "Adoption" };

export default async function AdoptionPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("adoption.read");
  const filter = adoptionFilter.parse(await searchParams);
  const use = await readAdoption(viewer, filter);
  const rate = use.adoption === null ? "no partner is enrolled" : `${formatPercent(use.adoption)} of enrolled partners`;
  return (
    <>
      <PageHeader
        title="Adoption"
        state={`Portal adoption last month: ${rate}. Below, the ${filter.days} days since ${formatDay(use.from)} beside as many before.`}
      />
      <Tabs
        label="Over how long"
        items={[
          { href: "/admin/adoption", label: "28 days", current: filter.days === "28" },
          { href: "/admin/adoption?days=90", label: "90 days", current: filter.days === "90" },
        ]}
      />
      <PeopleUse roles={use.roles} segments={use.segments} />
      <WhoToNudge dropOffs={use.dropOffs} nudges={use.nudges} />
      <PageUse pages={use.pages} keptDays={use.keptDays} />
      {can(viewer, "settings.manage") ? <UsageDaysForm days={use.keptDays} action={saveUsageDays} /> : null}
    </>
  );
}
