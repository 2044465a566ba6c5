import { roleLabels } from "@/lib/access/roles";
import { formatCount } from "@/lib/format";
import { nextOf } from "./cron";
import { isJob, type JobName, jobNames, jobOf, type Schedule, triesOf } from "./registry";

/** What the database knows of jobs; instants as it writes them. */
export type JobFacts = {
  clock: { now: string; zone: string; workers: number };
  looks: { name: string; lookedAt: string; failingSince: string | null; error: string | null }[];
  last: { name: string; at: string; outcome: string | null; did: string | null; error: string | null }[];
  queued: { name: string; waiting: number; runAt: string; tried: number; running: boolean }[];
  dead: {
    id: string;
    name: string;
    error: string | null;
    tried: number;
    at: string;
    payload: string;
    askedBy: string | null;
  }[];
  deadCount: number;
  runs: {
    id: string;
    name: string;
    at: string;
    ms: number | null;
    outcome: string | null;
    did: string | null;
    error: string | null;
    tried: number;
    askedBy: string | null;
  }[];
};

export type JobState = "well" | "running" | "retrying" | "failing" | "late" | "dead" | "asleep";
export type JobRow = {
  name: JobName;
  label: string;
  does: string;
  owner: string;
  schedule: string;
  /** Whether it may be asked for as it is: what needs to be told about what, may not. */
  mayRun: boolean;
  tries: string;
  state: JobState;
  /** When it last did something or was looked at, and what came of it. */
  lastAt: Date | null;
  lastSaid: string;
  nextAt: Date | null;
};

export const jobStates = {
  well: { label: "Well", tone: "good" },
  running: { label: "Running", tone: "info" },
  retrying: { label: "Tried again", tone: "warn" },
  failing: { label: "Failing", tone: "bad" },
  late: { label: "Late", tone: "bad" },
  dead: { label: "Dead letters", tone: "bad" },
  asleep: { label: "Nothing yet", tone: "neutral" },
} as const satisfies Record<JobState, { label: string; tone: string }>;

/** Seconds without a look after which what runs every few seconds is late; the queue is after as many. */
const lateSeconds = 120;

export const scheduleWords = (schedule: Schedule): string => {
  if ("asked" in schedule) return schedule.asked;
  if ("cron" in schedule) return cronWords(schedule.cron);
  const { every, wake } = schedule;
  const span = every >= 3600 ? `${every / 3600 === 1 ? "hour" : `${every / 3600} hours`}` : `${every} s`;
  return `Every ${span}${wake ? ", and when called" : ""}`;
};

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** A schedule as people say it: "Mondays at 07:00"; what has no such words stays as it is. */
export function cronWords(cron: string): string {
  const [minute, hour, day, month, weekday] = cron.split(/\s+/) as [string, string, string, string, string];
  const at = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  const plain = /^\d+$/;
  if (!plain.test(minute) || month !== "*") return cron;
  if (hour === "*" && day === "*" && weekday === "*") return `Every hour at :${minute.padStart(2, "0")}`;
  if (!plain.test(hour)) return cron;
  if (day === "*" && weekday === "*") return `Every day at ${at}`;
  if (day === "*" && weekday === "1-5") return `Weekdays at ${at}`;
  if (day === "*" && plain.test(weekday)) return `${weekdays[Number(weekday) % 7]}s at ${at}`;
  if (plain.test(day) && weekday === "*") return `On day ${day} of each month at ${at}`;
  return cron;
}

/** Every job with its state, those that need somebody first. */
export function jobRows(facts: JobFacts): JobRow[] {
  const rows = jobNames.map((name) => rowOf(name, facts));
  const urgency = (row: JobRow) => (["dead", "failing", "late"].includes(row.state) ? 0 : 1);
  return rows.sort((a, b) => urgency(a) - urgency(b));
}

function rowOf(name: JobName, facts: JobFacts): JobRow {
  const job = jobOf(name);
  const of = <T extends { name: string }>(list: T[]) => list.find((entry) => entry.name === name);
  const [look, last] = [of(facts.looks), of(facts.last)];
  const queued = of(facts.queued);
  const now = new Date(facts.clock.now);
  const { schedule } = job;
  const planned = "cron" in schedule ? nextOf(schedule.cron, now, facts.clock.zone) : null;
  const soon = "every" in schedule && look ? new Date(Date.parse(look.lookedAt) + schedule.every * 1_000) : null;
  const waits = queued ? new Date(queued.runAt) : null;
  const said = look?.error ?? last?.did ?? last?.error;
  return {
    name,
    label: job.label,
    does: job.does,
    owner: roleLabels[job.owner],
    schedule: scheduleWords(schedule),
    mayRun: !("asked" in schedule),
    tries: "every" in schedule ? "Until it works" : triesOf(name) === 1 ? "Once" : `${triesOf(name)} times`,
    state: stateOf(name, facts, now),
    lastAt: last ? new Date(last.at) : look ? new Date(look.lookedAt) : null,
    lastSaid: said ?? (look ? "Nothing to do" : ""),
    nextAt: waits && (!planned || waits < planned) ? waits : (planned ?? (soon && soon > now ? soon : null)),
  };
}

function stateOf(name: JobName, { looks, queued, dead, last }: JobFacts, now: Date): JobState {
  const { schedule } = jobOf(name);
  const look = looks.find((entry) => entry.name === name);
  const waits = queued.find((entry) => entry.name === name);
  const since = (at: string) => (now.getTime() - Date.parse(at)) / 1000;
  if (dead.some((letter) => letter.name === name)) return "dead";
  if (look?.failingSince) return "failing";
  if ("every" in schedule && look && since(look.lookedAt) > Math.max(lateSeconds, schedule.every * 2)) return "late";
  if (waits && !waits.running && since(waits.runAt) > lateSeconds) return "late";
  if (waits?.running) return "running";
  if (waits && waits.tried > 0) return "retrying";
  return look || last.some((run) => run.name === name) ? "well" : "asleep";
}

/** Whether all is well, in one sentence. */
export function jobsSentence(facts: JobFacts, rows: readonly JobRow[]): string {
  const { workers } = facts.clock;
  const count = (state: JobState) => rows.filter((row) => row.state === state).length;
  const wrong = [
    workers === 0 && "no worker runs, so nothing is done: start `bin/portal work`",
    facts.deadCount > 0 && `${formatCount(facts.deadCount)} ${facts.deadCount === 1 ? "dead letter" : "dead letters"}`,
    count("failing") > 0 && `${count("failing")} failing`,
    count("late") > 0 && `${count("late")} late`,
  ].filter(Boolean);
  const living = `${workers} ${workers === 1 ? "worker lives" : "workers live"}`;
  if (workers === 0) return `${rows.length} jobs: ${wrong.join(", ")}.`;
  return `${rows.length} jobs, ${living}, ${wrong.length ? wrong.join(", ") : "all is well"}.`;
}

const outcomes: Record<string, { label: string; tone: "good" | "warn" | "bad" | "neutral" | "info" }> = {
  done: { label: "Done", tone: "good" },
  failed: { label: "Failed", tone: "warn" },
  dead: { label: "Failed for good", tone: "bad" },
  lost: { label: "Its worker died", tone: "warn" },
  released: { label: "Given back", tone: "neutral" },
};

export const outcomeOf = (outcome: string | null) =>
  outcomes[outcome ?? ""] ?? ({ label: "Running", tone: "info" } as const);

export const labelOf = (name: string): string => (isJob(name) ? jobOf(name).label : name);
