import { notFound } from "next/navigation";
import { fileAnswer } from "@/app/file-answer";
import { getProgram } from "@/db/program/queries";
import { limitPerson, tooManyRequests } from "@/lib/auth/limits";
import { requireViewer } from "@/lib/auth/require-viewer";
import { fileFormat, fileNameOf, isReport, reports } from "@/lib/exports/reports";
import type { Parameters } from "@/lib/lists/parameters";
import { sources } from "./sources";

/** A list as a file, CSV unless `format` says otherwise: exactly the rows that its page shows for the same address, in steps, never all in memory. */
export async function GET(request: Request, { params }: { params: Promise<{ report: string }> }) {
  const { report } = await params;
  if (!isReport(report)) notFound();
  const viewer = await requireViewer(reports[report].permission);
  const wait = await limitPerson("exports", viewer.personId);
  if (wait) return tooManyRequests(wait);
  const program = await getProgram(viewer);
  const parameters = asked(request.url);
  const steps = sources[report](viewer, parameters, program);
  const { permission, title } = reports[report];
  const format = fileFormat.parse(parameters.format);
  return fileAnswer(steps, { name: fileNameOf(report, program.today, format), title, format, viewer, permission });
}

function asked(url: string): Parameters {
  const query = new URL(url).searchParams;
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));
}
