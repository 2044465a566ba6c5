import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant } from "@/db/columns";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import type { Evidence } from "@/lib/issues/evidence";

/** Who acts in the transaction: the database knows it, and takes nobody's word for it. */
const personOfTransaction = sql`nullif(current_setting('app.person_id', true), '')::uuid`;

/**
 * Somebody's doubt about a figure, with the figure as it was when they asked: that part is never changed. `partner_id` says
 * whose figure it is (empty: the program's), `shared` whether that partner reads it.
 */
export const dataIssues = pgTable(
  "data_issues",
  {
    id: id(),
    number: bigint("number", { mode: "number" }).generatedByDefaultAsIdentity(),
    status: text("status", { enum: ["open", "in_work", "answered", "closed"] })
      .notNull()
      .default("open"),
    metric: text("metric").notNull(),
    partnerId: uuid("partner_id").references(() => partners.id),
    shared: boolean("shared").notNull(),
    periodFrom: date("period_from").notNull(),
    periodTo: date("period_to").notNull(),
    /** The figure's page with its filters, as an address query. */
    query: text("query").notNull(),
    version: integer("version").notNull(),
    asOf: instant("as_of").notNull(),
    value: text("value"),
    evidence: jsonb("evidence").$type<Evidence>().notNull(),
    question: text("question").notNull(),
    openedAt: instant("opened_at").notNull().defaultNow(),
    openedById: uuid("opened_by_id")
      .default(personOfTransaction)
      .references(() => people.id),
    ownerId: uuid("owner_id").references(() => people.id),
    dueOn: date("due_on").notNull(),
    answer: text("answer", { enum: ["valid", "incomplete", "declined"] }),
    /** The figure when it was answered. */
    valueAfter: text("value_after"),
    answeredAt: instant("answered_at"),
    answeredById: uuid("answered_by_id").references(() => people.id),
    resolvedAt: instant("resolved_at"),
  },
  (t) => [
    uniqueIndex("data_issues_number").on(t.number),
    index("data_issues_queue").on(t.status, t.dueOn, t.id),
    index("data_issues_partner").on(t.partnerId, t.openedAt, t.id),
    index("data_issues_opened").on(t.openedAt, t.partnerId),
    index("data_issues_metric").on(t.metric, t.status),
    check("data_issues_status", sql`${t.status} in ('open','in_work','answered','closed')`),
    check("data_issues_answer", sql`${t.answer} is null or ${t.answer} in ('valid','incomplete','declined')`),
    check("data_issues_answered", sql`${t.status} <> 'answered' or ${t.answer} is not null`),
    check("data_issues_resolved", sql`(${t.status} in ('answered','closed')) = (${t.resolvedAt} is not null)`),
    check("data_issues_other_eyes", sql`${t.answeredById} <> ${t.openedById}`),
    check("data_issues_shared", sql`not ${t.shared} or ${t.partnerId} is not null`),
  ],
);

/** What happened to an issue and what was said, in order; `internal` among staff alone. */
export const dataIssueEvents = pgTable(
  "data_issue_events",
  {
    id: id(),
    issueId: uuid("issue_id")
      .notNull()
      .references(() => dataIssues.id, { onDelete: "cascade" }),
    at: instant("at").notNull().default(sql`clock_timestamp()`),
    personId: uuid("person_id")
      .default(personOfTransaction)
      .references(() => people.id),
    kind: text("kind", {
      enum: ["opened", "taken", "given", "noted", "said", "answered", "corrected", "reopened", "closed"],
    }).notNull(),
    text: text("text"),
    internal: boolean("internal").notNull().default(false),
    /** Of a correction: the entry of the audit log that tells of it, and where it can be seen. */
    auditId: bigint("audit_id", { mode: "bigint" }),
    href: text("href"),
  },
  (t) => [
    index("data_issue_events_issue").on(t.issueId, t.at),
    check(
      "data_issue_events_kind",
      sql`${t.kind} in ('opened','taken','given','noted','said','answered','corrected','reopened','closed')`,
    ),
  ],
);
