import type { Metadata } from "next";
import { ExecutiveSummary } from "@/components/executive/executive-summary";
import { readExecutive } from "@/db/home/executive";
import { requireViewer } from "@/lib/auth/require-viewer";
import type { Parameters } from "@/lib/lists/parameters";
import { readMetricFilter } from "@/lib/metrics/filter";

export const metadata: Metadata = { title: "Executive summary" };

export default async function ExecutivePage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("executive.read");
  const filter = readMetricFilter(await searchParams);
  const view = await readExecutive(viewer, filter, new Date());
  return <ExecutiveSummary view={view} path="/executive" asked={filter} />;
}
