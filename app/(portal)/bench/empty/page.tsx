import { notFound } from "next/navigation";
import { PageHeader } from "@/components/ui/page-header";
import { requireViewer } from "@/lib/auth/require-viewer";
import { readEnv } from "@/lib/env";

/** Nothing but the session check and the frame, for `bin/bench` to measure pages against. It exists where BENCH_PAGE is 1. */
export default async function EmptyPage() {
  await requireViewer("account.own");
  if (readEnv().BENCH_PAGE !== "1") notFound();
  return <PageHeader title="Empty" />;
}
