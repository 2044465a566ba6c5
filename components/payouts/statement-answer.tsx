import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { TextLink } from "@/components/ui/text-link";
import type { FormAction } from "@/lib/auth/form-state";
import type { StatementState } from "@/lib/payouts/statement-state";

type StatementAnswerProps = {
  asked: { month: string; currency: string };
  state: StatementState;
  questions: readonly { id: string; number: number | null }[];
  /** For the partner's admins. */
  action: FormAction | null;
};

/** The partner's word on a closed statement, and what was asked about it. */
export function StatementAnswer({ asked, state, questions, action }: StatementAnswerProps) {
  if (!(action && state.answers) && questions.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 print:hidden">
      {action && state.answers ? (
        <ActionForm action={action} hidden={asked} failed="Nothing was confirmed.">
          <ActionButton variant="primary">This statement is right</ActionButton>
          <p className="text-muted text-xs">Is a line wrong? Open its amount and question it.</p>
        </ActionForm>
      ) : null}
      {questions.map(({ id, number }) => (
        <TextLink key={id} href={`/issues/${id}`}>
          Question #{number}
        </TextLink>
      ))}
    </div>
  );
}
