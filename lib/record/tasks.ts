import { z } from "zod";
import { isDay, isId } from "@/lib/lists/parameters";

export const taskKinds = { task: "Task", milestone: "Milestone", onboarding: "Onboarding" } as const;
export type TaskKind = keyof typeof taskKinds;
export type Side = "staff" | "partner";

export type Task = {
  id: string;
  kind: TaskKind;
  step: string | null;
  title: string;
  note: string | null;
  side: Side;
  owner: string | null;
  dueOn: string;
  /** The day on which it was done, or on which what it asks for was there. */
  doneOn: string | null;
  /** Done by what happened, not by a tick. */
  shown: boolean;
  internal: boolean;
};

/** A new task or milestone. An owner of the other side than the one chosen is refused by the command. */
export const taskForm = z.object({
  partnerId: z.string().refine(isId),
  kind: z.enum(["task", "milestone"], "Choose what it is"),
  title: z.string().trim().min(1, "Say what is to be done").max(200, "At most 200 characters"),
  note: z
    .string()
    .trim()
    .max(2000, "At most 2,000 characters")
    .default("")
    .transform((text) => text || null),
  /** A person, or a side without one: `staff`, `partner`. */
  owner: z.string().refine((text) => text === "staff" || text === "partner" || isId(text), "Choose who does it"),
  dueOn: z.string().trim().refine(isDay, "Write the day as year, month and day, such as 2026-03-31"),
  internal: z
    .literal("yes")
    .optional()
    .transform((ticked) => ticked === "yes"),
});
export type TaskInput = z.output<typeof taskForm>;

/** Whether a task is late on a day. */
export const isLate = ({ dueOn, doneOn }: Pick<Task, "dueOn" | "doneOn">, today: string) => !doneOn && dueOn < today;

/** How many of the tasks are done, and the first that is not. */
export function progressOf(tasks: readonly Task[]): { done: number; all: number; next: Task | null } {
  const open = tasks.filter(({ doneOn }) => !doneOn).sort((a, b) => a.dueOn.localeCompare(b.dueOn));
  return { done: tasks.length - open.length, all: tasks.length, next: open[0] ?? null };
}
