import { ActionButton, ActionForm } from "@/components/ui/action-form";
import type { FormAction } from "@/lib/auth/form-state";
import { type JobFacts, labelOf } from "@/lib/jobs/view";
import { Moment } from "./moment";

type DeadLettersProps = { letters: JobFacts["dead"]; retry?: FormAction; now: Date; timeZone: string };

/** What failed for good, why, and the way back. */
export function DeadLetters({ letters, retry, now, timeZone }: DeadLettersProps) {
  return (
    <ul className="border-line bg-surface divide-line divide-y rounded-lg border">
      {letters.map((letter) => (
        <li key={letter.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
          <div className="min-w-0 flex-1">
            <p className="text-ink font-medium">{labelOf(letter.name)}</p>
            <p className="wrap-anywhere">{letter.error}</p>
            <p className="text-muted text-xs">
              Tried {letter.tried} times{letter.askedBy ? `, asked for by ${letter.askedBy}` : ""}, last{" "}
              <Moment at={new Date(letter.at)} now={now} timeZone={timeZone} />
            </p>
          </div>
          {retry ? (
            <ActionForm action={retry} failed="It was not tried again." hidden={{ letter: letter.id }} className="">
              <ActionButton size="small" icon="refresh-cw">
                Try again
              </ActionButton>
            </ActionForm>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
