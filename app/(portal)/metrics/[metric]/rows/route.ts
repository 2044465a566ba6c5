import { notFound } from "next/navigation";
import { fileAnswer } from "@/app/file-answer";
import { readExplanation } from "@/db/metrics/explain";
import { exportFacts, type FactRow } from "@/db/metrics/rows";
import { limitPerson, tooManyRequests } from "@/lib/auth/limits";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { type Cell, day, number, text } from "@/lib/exports/csv";
import { fileFormat } from "@/lib/exports/reports";
import { componentOf } from "@/lib/metrics/components";
import { factName } from "@/lib/metrics/fact-name";
import { readMetricFilter } from "@/lib/metrics/filter";
import { reasonText } from "@/lib/metrics/left-out";
import { isMetricKey } from "@/lib/metrics/registry";
import { decimalOfE4 } from "@/lib/money";

/** The rows behind a figure, or with `left` those left out of it, as CSV or XLSX: the same as on its page, all of them. */
export async function GET(request: Request, { params }: { params: Promise<{ metric: string }> }) {
  const viewer = await requireViewer("metrics.read");
  const { metric } = await params;
  if (!isMetricKey(metric)) notFound();
  const wait = await limitPerson("exports", viewer.personId);
  if (wait) return tooManyRequests(wait);
  const query = new URL(request.url).searchParams;
  const filter = readMetricFilter(
    Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)])),
  );
  const asked = readExplanation(viewer, metric, { ...filter, after: "", leftAfter: "" }, new Date());
  const { explained, component, leftOut } = await orNotFound(asked);
  const why = query.has("left") ? leftOut.why : null;
  if (query.has("left") && !why) notFound();
  const { period, where, program } = explained;
  const staff = viewer.kind === "staff";
  const money = componentOf(component).measures === "money";
  const question = {
    component,
    span: period,
    where,
    partnerId: filter.partner || null,
    book: filter.book && staff ? viewer.personId : null,
    ...(why ? { leftOut: why } : {}),
  };
  const head = [
    "What",
    "Customer",
    ...(staff ? ["Partner"] : []),
    "Day",
    money ? `Amount (${program.currency})` : "Counts",
  ];
  const cells = (row: FactRow): Cell[] => [
    text(factName(row)),
    text(row.account),
    ...(staff ? [text(row.partner)] : []),
    day(row.day),
    number(row.value === null ? null : money ? decimalOfE4(BigInt(row.value)) : row.value),
    ...(why ? [text(reasonText(why, !staff))] : []),
  ];
  const steps = async function* (): AsyncGenerator<Cell[][]> {
    yield [[...head, ...(why ? ["Left out because"] : [])].map(text)];
    for await (const rows of exportFacts(viewer, question)) yield rows.map(cells);
  };
  const format = fileFormat.parse(query.get("format"));
  const name = `${metric}-${period.from}-${period.to}${why ? "-left-out" : ""}.${format}`;
  return fileAnswer(steps(), { name, title: "Rows", format, viewer, permission: "metrics.read" });
}
