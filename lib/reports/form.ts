import { z } from "zod";
import { isCron } from "@/lib/jobs/cron";
import { isComplete, isReportSubject, reportSubjectNames, subjectOf } from "./subjects";

const isZone = (zone: string) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

/** A schedule as its form sends it: `cron` counts when it is not empty, else the usual time that was chosen. */
export const scheduleForm = z
  .object({
    subject: z.enum(reportSubjectNames, "Choose what to send."),
    format: z.enum(["pdf", "csv", "xlsx"], "Choose a format."),
    query: z.string().max(2_000).default(""),
    when: z.string().max(60).refine(isCron, "Choose when."),
    cron: z
      .string()
      .trim()
      .max(60)
      .default("")
      .refine((text) => text === "" || isCron(text), "Write five fields: minute hour day month weekday, as 0 7 * * 1."),
    timeZone: z.string().trim().refine(isZone, "This is no time zone, such as Europe/Berlin."),
    toldBy: z.enum(["mail", "webhook"]).default("mail"),
  })
  .refine(({ cron, when }) => /^\d+$/.test((cron || when).split(/\s+/)[0] ?? ""), {
    path: ["cron"],
    message: "At most once an hour.",
  })
  .refine(({ subject, query }) => isComplete(subject, query), {
    path: ["subject"],
    message: "Choose “Send me this” on the scorecard of the partner that you mean.",
  })
  .refine(({ subject, format }) => isReportSubject(subject) && subjectOf(subject).formats.includes(format), {
    path: ["format"],
    message: "This is not to be had in that format.",
  });
