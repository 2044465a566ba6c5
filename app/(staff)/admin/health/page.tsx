import type { Metadata } from "next";
import { HealthTable } from "@/components/health/health-table";
import { PageHeader } from "@/components/ui/page-header";
import { readHealth } from "@/db/health/queries";
import { requireViewer } from "@/lib/auth/require-viewer";
import { healthRows, healthSentence } from "@/lib/health/view";
import { readDisk } from "./disk";

export const metadata: Metadata = { title: "Health" };

/** Whether the portal itself is well. */
export default async function HealthPage() {
  const viewer = await requireViewer("jobs.read");
  const [facts, disk] = await Promise.all([readHealth(viewer), readDisk()]);
  const rows = healthRows(facts, disk);
  return (
    <>
      <PageHeader title="Health" state={`${healthSentence(rows)} Times in ${facts.zone}.`} />
      <HealthTable rows={rows} now={new Date(facts.now)} timeZone={facts.zone} />
    </>
  );
}
