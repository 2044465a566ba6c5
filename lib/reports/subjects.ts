import { z } from "zod";
import type { Permission } from "@/lib/access/permissions";
import { roleHolds } from "@/lib/access/permissions";
import type { Role } from "@/lib/access/roles";

export const reportFormats = { pdf: "PDF", csv: "CSV", xlsx: "Excel" } as const;
export type ReportFormat = keyof typeof reportFormats;
type Subject = {
  label: string;
  permission: Permission;
  page: string;
  file?: string;
  formats: readonly ReportFormat[];
  /** It is of one partner, which the query names. */
  ofPartner?: true;
};

/** What can be sent by a schedule: a page as it prints, or its list as a file. The query is that of the page's address. */
export const reportSubjects = {
  executive: { label: "Executive summary", permission: "executive.read", page: "/executive", formats: ["pdf"] },
  scorecards: { label: "Scorecards", permission: "scorecards.read", page: "/scorecards", formats: ["pdf"] },
  scorecard: {
    label: "Scorecard",
    permission: "scorecards.read",
    page: "/scorecards/[partner]",
    formats: ["pdf"],
    ofPartner: true,
  },
  deals: {
    label: "Deals",
    permission: "deals.read",
    page: "/deals",
    file: "/exports/deals",
    formats: ["xlsx", "csv", "pdf"],
  },
  partners: {
    label: "Partners",
    permission: "partners.list",
    page: "/partners",
    file: "/exports/partners",
    formats: ["xlsx", "csv", "pdf"],
  },
  registrations: { label: "Registrations", permission: "registrations.read", page: "/registrations", formats: ["pdf"] },
  leads: { label: "Leads", permission: "leads.read", page: "/leads", formats: ["pdf"] },
} as const satisfies Record<string, Subject>;

export type ReportSubject = keyof typeof reportSubjects;
export const reportSubjectNames = Object.keys(reportSubjects) as [ReportSubject, ...ReportSubject[]];
export const subjectOf = (name: ReportSubject): Subject => reportSubjects[name];
export const isReportSubject = (name: string): name is ReportSubject => Object.hasOwn(reportSubjects, name);

const partnerIn = (query: string) => z.uuid().safeParse(new URLSearchParams(query).get("partner")).data;

/** Whether the query says all that the report needs. */
export const isComplete = (name: ReportSubject, query: string) =>
  !subjectOf(name).ofPartner || partnerIn(query) !== undefined;

/** What people of a role may have sent to them, of what the query says enough for. */
export const subjectsFor = (role: Role, query = "") =>
  reportSubjectNames.filter(
    (name) =>
      roleHolds(role, subjectOf(name).permission) &&
      isComplete(name, query) &&
      !(name === "scorecards" && role.startsWith("partner")),
  );

/** A report by its name, with that of the partner it is of. */
export const titleOf = (subject: string, about: string | null) =>
  `${isReportSubject(subject) ? subjectOf(subject).label : subject}${about ? `: ${about}` : ""}`;

/** The path that a report is read from, with the query of the address it was made from. */
export function reportPath(name: ReportSubject, format: ReportFormat, query: string): string {
  const { page, file, ofPartner } = subjectOf(name);
  const asked = new URLSearchParams(query);
  asked.delete("page");
  if (ofPartner) asked.delete("partner");
  if (format !== "pdf") asked.set("format", format);
  const path = (format === "pdf" || !file ? page : file).replace("[partner]", partnerIn(query) ?? "none");
  return asked.size > 0 ? `${path}?${asked}` : path;
}

/** Where a page or list is asked for as a report: "Send me this", with the query of its address. */
export const reportHref = (name: ReportSubject, query = "") =>
  `/reports?${new URLSearchParams({ of: name, ...(query ? { query } : {}) })}`;

/** When reports are usually wanted, by the time zone of the schedule. */
export const usualTimes = [
  { value: "0 7 * * 1", label: "Every Monday at 07:00" },
  { value: "0 7 * * 1-5", label: "Weekdays at 07:00" },
  { value: "0 7 1 * *", label: "On the first of each month at 07:00" },
  { value: "0 15 * * 5", label: "Every Friday at 15:00" },
] as const;
