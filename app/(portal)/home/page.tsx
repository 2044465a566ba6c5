import type { Metadata } from "next";
import { PartnerHome } from "@/components/home/partner-home";
import { StaffHome } from "@/components/home/staff-home";
import { readHome } from "@/db/metrics/home";
import { can } from "@/lib/access/permissions";
import { requireViewer } from "@/lib/auth/require-viewer";
import type { Parameters } from "@/lib/lists/parameters";
import { readMetricFilter } from "@/lib/metrics/filter";

export const metadata: Metadata = { title: "Home" };

export default async function HomePage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("home.read");
  const parameters = await searchParams;
  const filter = readMetricFilter(parameters);
  const ownBookFirst = viewer.role === "channel_manager" && parameters.book === undefined;
  const home = await readHome(viewer, ownBookFirst ? { ...filter, book: "mine" } : filter, new Date());
  if (viewer.kind === "partner")
    return <PartnerHome home={home} name={viewer.name} company={viewer.partnerName} asked={filter} />;
  const steps = {
    partners: can(viewer, "imports.run"),
    deals: can(viewer, "imports.run"),
    colleagues: can(viewer, "people.manage"),
    tiers: can(viewer, "tiers.manage"),
  };
  return (
    <StaffHome
      home={home}
      book={ownBookFirst || filter.book === "mine"}
      hasBook={viewer.role === "channel_manager"}
      steps={steps}
      asked={filter}
    />
  );
}
