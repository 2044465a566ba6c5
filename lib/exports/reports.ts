import type { Permission } from "@/lib/access/permissions";
import { oneOf } from "@/lib/lists/parameters";

/** Everything that can be taken out as a file: the same rows as its page, in the viewer's scope. */
export const reports = {
  partners: { permission: "partners.list", title: "Partners" },
  deals: { permission: "deals.read", title: "Deals" },
  statement: { permission: "incentives.read", title: "Statement" },
  audit: { permission: "audit.read", title: "Audit log" },
} as const satisfies Record<string, { permission: Permission; title: string }>;

export type ReportKey = keyof typeof reports;

export const isReport = (key: string): key is ReportKey => Object.hasOwn(reports, key);

/** What kind of file is asked for. */
export const fileFormat = oneOf(["csv", "xlsx"], "csv");
export type FileFormat = "csv" | "xlsx";

/** The name of the file on the reader's disk: the report and the day, nothing that was typed. */
export const fileNameOf = (report: ReportKey, today: string, format: FileFormat = "csv") =>
  `${report}-${today}.${format}`;
