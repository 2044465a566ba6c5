import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { cx } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { Progress } from "@/components/ui/progress";
import type { FormAction } from "@/lib/auth/form-state";
import { formatDay } from "@/lib/format";
import { isLate, progressOf, type Task, taskKinds } from "@/lib/record/tasks";

type TaskListProps = {
  title: string;
  description?: string;
  tasks: readonly Task[];
  today: string;
  /** Who reads: decides what the sides are called, and whose tasks can be marked. */
  staff: boolean;
  company: string;
  mark: FormAction | null;
  /** Null for who may not take tasks away. */
  remove: FormAction | null;
  /** With a bar of what is done. */
  progress?: boolean;
};

/** Tasks by their day: who owes what until when, and a button that says it is done. */
export function TaskList({ title, description, tasks, progress, ...of }: TaskListProps) {
  const { done, all } = progressOf(tasks);
  return (
    <Card title={title} description={description} flush>
      {progress ? (
        <div className="px-5 pb-4">
          <p className="text-ink mb-1.5 font-medium tabular-nums">
            {done} of {all} done
          </p>
          <Progress
            ratio={all ? done / all : 0}
            tone={done === all ? "good" : "accent"}
            label={`${done} of ${all} done`}
          />
        </div>
      ) : null}
      <ul className="divide-line border-line divide-y border-t">
        {tasks.map((task) => (
          <TaskRow key={task.id} task={task} {...of} />
        ))}
      </ul>
    </Card>
  );
}

type TaskRowProps = { task: Task } & Omit<TaskListProps, "title" | "description" | "tasks" | "progress">;

function TaskRow({ task, today, staff, company, mark, remove }: TaskRowProps) {
  const { title, note, side, owner, dueOn, doneOn, shown, internal, kind } = task;
  const late = isLate(task, today);
  const who = owner ?? (side === "partner" ? company : staff ? "Staff" : "Your channel manager");
  const when = doneOn ? `done ${formatDay(doneOn)}` : `due ${formatDay(dueOn)}`;
  const own = staff || side === "partner";
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-5 py-3">
      <div className="flex min-w-0 flex-1 basis-64 gap-3">
        <Icon
          name={doneOn ? "circle-check" : kind === "milestone" ? "target" : "minus"}
          label={doneOn ? "Done" : undefined}
          className={cx("mt-0.5 size-4", doneOn ? "text-good" : "text-muted")}
        />
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-2">
            <span className={cx("wrap-anywhere", doneOn ? "text-body" : "text-ink font-medium")}>{title}</span>
            {kind === "milestone" ? <Badge tone="info">{taskKinds[kind]}</Badge> : null}
            {internal ? <Badge tone="warn">Staff only</Badge> : null}
            {late ? <Badge tone="bad">Late</Badge> : null}
          </p>
          {note && !doneOn ? (
            <p className="text-muted mt-0.5 max-w-[72ch] text-xs text-pretty whitespace-pre-line">{note}</p>
          ) : null}
          <p className="text-muted mt-0.5 text-xs">
            {who}, {when}
          </p>
        </div>
      </div>
      <div className="flex items-center gap-2">
        {mark && own && !shown ? <Mark task={task} action={mark} /> : null}
        {remove && !doneOn && kind !== "onboarding" ? (
          <ActionForm action={remove} hidden={{ taskId: task.id }} failed="It was not removed." className="">
            <ActionButton size="small" variant="quiet" aria-label={`Remove ${title}`}>
              Remove
            </ActionButton>
          </ActionForm>
        ) : null}
      </div>
    </li>
  );
}

function Mark({ task, action }: { task: Task; action: FormAction }) {
  const done = task.doneOn !== null;
  return (
    <ActionForm
      action={action}
      hidden={{ taskId: task.id, done: done ? "no" : "yes" }}
      failed="It was not saved."
      className=""
    >
      <ActionButton
        size="small"
        variant={done ? "quiet" : undefined}
        aria-label={`${done ? "Open again" : "Done"}: ${task.title}`}
      >
        {done ? "Open again" : "Done"}
      </ActionButton>
    </ActionForm>
  );
}
