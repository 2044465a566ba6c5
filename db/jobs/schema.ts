import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "@/db/columns";

const number = (name: string) => bigint(name, { mode: "bigint" });

/** What waits to be done, is being done, or failed for good. What was done is gone: `job_runs` tells of it. */
export const jobs = pgTable(
  "jobs",
  {
    id: number("id").primaryKey().generatedAlwaysAsIdentity(),
    name: text("name").notNull(),
    /** While a job of this name and key stands here, no second one is taken. */
    key: text("key"),
    payload: jsonb("payload").$type<Record<string, unknown>>().notNull().default({}),
    status: text("status", { enum: ["waiting", "running", "dead"] })
      .notNull()
      .default("waiting"),
    runAt: instant("run_at").notNull().defaultNow(),
    tried: integer("tried").notNull().default(0),
    mostTries: integer("most_tries").notNull().default(5),
    workerId: uuid("worker_id"),
    startedAt: instant("started_at"),
    error: text("error"),
    askedById: uuid("asked_by_id"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("jobs_key").on(t.name, t.key),
    index("jobs_due").on(t.runAt, t.id).where(sql`${t.status} = 'waiting'`),
    index("jobs_dead").on(t.id).where(sql`${t.status} = 'dead'`),
    check("jobs_status", sql`${t.status} in ('waiting', 'running', 'dead')`),
    check("jobs_running", sql`(${t.status} = 'running') = (${t.workerId} is not null)`),
  ],
);

/** A moment of a job's schedule that was put into the queue: each once, however many workers and whatever the clock did. */
export const jobSlots = pgTable(
  "job_slots",
  { name: text("name").notNull(), slot: instant("slot").notNull(), madeAt: instant("made_at").notNull().defaultNow() },
  (t) => [primaryKey({ columns: [t.name, t.slot] })],
);

/** The workers that live, by the last time they said so. */
export const jobWorkers = pgTable("job_workers", {
  id: uuid("id").primaryKey(),
  startedAt: instant("started_at").notNull().defaultNow(),
  seenAt: instant("seen_at").notNull().defaultNow(),
});

/** When a job that runs every few seconds was last done, and since when it fails. */
export const jobLooks = pgTable("job_looks", {
  name: text("name").primaryKey(),
  lookedAt: instant("looked_at").notNull().defaultNow(),
  failingSince: instant("failing_since"),
  error: text("error"),
});

/** What jobs did: every run out of the queue, and of the others those that did something or failed. */
export const jobRuns = pgTable(
  "job_runs",
  {
    id: number("id").primaryKey().generatedAlwaysAsIdentity(),
    name: text("name").notNull(),
    jobId: number("job_id"),
    tried: integer("tried").notNull().default(1),
    startedAt: instant("started_at").notNull().defaultNow(),
    endedAt: instant("ended_at"),
    outcome: text("outcome", { enum: ["done", "failed", "dead", "lost", "released"] }),
    did: text("did"),
    error: text("error"),
    askedById: uuid("asked_by_id"),
    workerId: uuid("worker_id"),
  },
  (t) => [index("job_runs_name").on(t.name, t.id), index("job_runs_started").on(t.startedAt)],
);

/** What was done once and must not be done again, by a key that says what: written in the transaction that does it. */
export const jobEffects = pgTable(
  "job_effects",
  { key: text("key").primaryKey(), at: instant("at").notNull().defaultNow() },
  (t) => [index("job_effects_at").on(t.at)],
);
