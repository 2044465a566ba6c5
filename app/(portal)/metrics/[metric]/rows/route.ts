import { notFound } from "next/navigation";
import { fileAnswer } from "@/app/file-answer";
import { readExplanation } from "@/db/metrics/explain";
import { listFacts } from "@/db/metrics/rows";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { type Cell, day, number, text } from "@/lib/exports/csv";
import { componentOf } from "@/lib/metrics/components";
import { readMetricFilter } from "@/lib/metrics/filter";
import { isMetricKey } from "@/lib/metrics/registry";
import { decimalOfE4 } from "@/lib/money";

const batch = 5_000;

/** The rows behind a figure as CSV: the same rows as its page, all of them. */
export async function GET(request: Request, { params }: { params: Promise<{ metric: string }> }) {
  const viewer = await requireViewer("metrics.read");
  const { metric } = await params;
  if (!isMetricKey(metric)) notFound();
  const query = new URL(request.url).searchParams;
  const filter = readMetricFilter(
    Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)])),
  );
  const asked = readExplanation(viewer, metric, filter, new Date());
  const { explained, component } = await orNotFound(asked);
  const { period, where, program } = explained;
  const money = componentOf(component).measures === "money";
  const question = {
    component,
    span: period,
    where,
    partnerId: filter.partner || null,
    book: filter.book && viewer.kind === "staff" ? viewer.personId : null,
  };
  const head = [
    "What",
    "Customer",
    ...(viewer.kind === "staff" ? ["Partner"] : []),
    "Day",
    money ? `Amount (${program.currency})` : "Counts",
  ];
  const steps = async function* (): AsyncGenerator<Cell[][]> {
    yield [head.map(text)];
    for (let offset = 0; ; offset += batch) {
      const { rows } = await listFacts(viewer, { ...question, limit: batch, offset });
      if (rows.length === 0) return;
      yield rows.map((row) => [
        text(row.deal ?? row.ref),
        text(row.account),
        ...(viewer.kind === "staff" ? [text(row.partner)] : []),
        day(row.day),
        number(row.value === null ? null : money ? decimalOfE4(BigInt(row.value)) : row.value),
      ]);
      if (rows.length < batch) return;
    }
  };
  const name = `${metric}-${period.from}-${period.to}.csv`;
  return fileAnswer(steps(), { name, title: "Rows", format: "csv", viewer, permission: "metrics.read" });
}
