import { sizeSays } from "@/lib/files/file-words";
import { formatCount } from "@/lib/format";

/** What the database knows of its own health; instants as it writes them. */
export type HealthFacts = {
  now: string;
  zone: string;
  server: string;
  databaseBytes: number;
  connections: number;
  mostConnections: number;
  workers: number;
  workerSeen: string | null;
  waiting: number;
  oldest: string | null;
  dead: number;
  failing: number;
  mails: number;
  mailOldest: string | null;
  messages: number;
  messageOldest: string | null;
  importAt: string | null;
  importFailed: string | null;
  ledger: { at: string; problems: number } | null;
  audit: { at: string; ok: boolean } | null;
  backup: string | null;
};
/** What is free of the disk that holds the process's own files; null when the system does not tell. */
export type Disk = { freeBytes: number; allBytes: number } | null;

export type HealthState = "well" | "watch" | "bad" | "unknown";
export const healthStates = {
  well: { label: "Well", tone: "good" },
  watch: { label: "Watch", tone: "warn" },
  bad: { label: "Needs somebody", tone: "bad" },
  unknown: { label: "Nothing yet", tone: "neutral" },
} as const satisfies Record<HealthState, { label: string; tone: string }>;

export type HealthRow = {
  label: string;
  state: HealthState;
  says: string;
  at: Date | null;
  href?: string;
  /** What to do when it is not well. */
  todo?: string;
};

const minute = 60_000;
const day = 24 * 60 * minute;

/** Each part of the machinery with its state; what needs somebody first. */
export function healthRows(facts: HealthFacts, disk: Disk): HealthRow[] {
  const age = (at: string | null) => (at ? Date.parse(facts.now) - Date.parse(at) : 0);
  const rows = [
    databaseRow(facts),
    ...workRows(facts, age),
    importRow(facts),
    ...proofRows(facts, age),
    backupRow(facts, age),
    diskRow(disk),
  ];
  const order: HealthState[] = ["bad", "watch", "unknown", "well"];
  return rows.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

/** Whether all is well, in one sentence. */
export function healthSentence(rows: readonly HealthRow[]): string {
  const named = (state: HealthState) => rows.filter((row) => row.state === state).map((row) => row.label);
  const [bad, watch] = [named("bad"), named("watch")];
  if (bad.length > 0) return `Needs somebody: ${bad.join(", ")}.`;
  return watch.length > 0 ? `To be watched: ${watch.join(", ")}.` : "All is well.";
}

type Age = (at: string | null) => number;
const instant = (at: string | null | undefined) => (at ? new Date(at) : null);
const stateOf = (bad: boolean, watch: boolean): HealthState => (bad ? "bad" : watch ? "watch" : "well");

function databaseRow({ server, databaseBytes, connections, mostConnections }: HealthFacts): HealthRow {
  return {
    label: "Database",
    state: stateOf(false, connections > mostConnections * 0.8),
    says: `PostgreSQL ${server}, ${sizeSays(databaseBytes)}, ${connections} of ${mostConnections} connections.`,
    at: null,
    todo: "Raise max_connections, or see who holds them.",
  };
}

function workRows(facts: HealthFacts, age: Age): HealthRow[] {
  const { workers, waiting, dead, failing, mails, messages } = facts;
  const waits = (n: number, one: string) =>
    `${formatCount(n)} ${n === 1 ? one : `${one}s`} ${n === 1 ? "waits" : "wait"}`;
  return [
    {
      label: "Worker",
      state: stateOf(workers === 0, false),
      says:
        workers === 0
          ? "None lives: nothing is sent, summed or booked."
          : `${workers} ${workers === 1 ? "lives" : "live"}.`,
      at: instant(facts.workerSeen),
      todo: "Start `bin/portal work`.",
    },
    {
      label: "Jobs",
      state: stateOf(dead > 0 || age(facts.oldest) > 15 * minute, failing > 0 || age(facts.oldest) > 2 * minute),
      says: `${waits(waiting, "job")}, ${dead} failed for good, ${failing} of those that run all the time fail.`,
      at: instant(facts.oldest),
      href: "/admin/jobs",
      todo: "Look at the dead letters.",
    },
    {
      label: "Mail",
      state: stateOf(age(facts.mailOldest) > 60 * minute, age(facts.mailOldest) > 10 * minute),
      says: `${waits(mails, "mail")} to be sent.`,
      at: instant(facts.mailOldest),
      todo: "Look whether the mail server of SMTP_URL answers.",
    },
    {
      label: "Webhooks",
      state: stateOf(false, age(facts.messageOldest) > 60 * minute),
      says: `${waits(messages, "message")} for other systems.`,
      at: instant(facts.messageOldest),
      href: "/webhooks",
      todo: "A receiver does not answer.",
    },
  ];
}

function importRow({ importAt, importFailed }: HealthFacts): HealthRow {
  const failedLast = Boolean(importFailed && (!importAt || importFailed > importAt));
  const says = failedLast
    ? "The newest one failed."
    : importAt
      ? "The newest one was published."
      : "None was published.";
  return {
    label: "Imports",
    state: failedLast ? "watch" : importAt ? "well" : "unknown",
    says,
    at: instant(failedLast ? importFailed : importAt),
    href: "/imports",
    todo: "Its page says why.",
  };
}

function proofRows({ ledger, audit }: HealthFacts, age: Age): HealthRow[] {
  return [
    {
      label: "Proof of the ledger",
      state: ledger ? stateOf(ledger.problems > 0, age(ledger.at) > 2 * day) : "unknown",
      says: !ledger
        ? "Not proved yet."
        : ledger.problems
          ? `${ledger.problems} differences.`
          : "It is what its lines say.",
      at: instant(ledger?.at),
      todo: "Run `bin/portal ledger prove`.",
    },
    {
      label: "Check of the audit log",
      state: audit ? stateOf(!audit.ok, age(audit.at) > 2 * day) : "unknown",
      says: !audit ? "Not checked yet." : audit.ok ? "It is what was sealed." : "It is not what was sealed.",
      at: instant(audit?.at),
      todo: "Run `bin/portal audit verify`.",
    },
  ];
}

function backupRow({ backup }: HealthFacts, age: Age): HealthRow {
  return {
    label: "Backup",
    state: backup ? stateOf(age(backup) > 8 * day, age(backup) > 2 * day) : "unknown",
    says: backup ? "Made by `bin/portal backup`." : "None was made by `bin/portal backup`.",
    at: instant(backup),
    todo: "Make one each day, unless your database service does.",
  };
}

function diskRow(disk: Disk): HealthRow {
  const free = disk ? disk.freeBytes / disk.allBytes : 1;
  return {
    label: "Disk of the portal",
    state: disk ? stateOf(free < 0.05, free < 0.15) : "unknown",
    says: disk ? `${sizeSays(disk.freeBytes)} of ${sizeSays(disk.allBytes)} are free.` : "The system does not tell.",
    at: null,
    todo: "Uploads need room.",
  };
}
