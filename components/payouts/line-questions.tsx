import { ActionButton, ActionForm, ActionTextarea } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import type { FormAction } from "@/lib/auth/form-state";
import { type IssueState, issueStates } from "@/lib/issues/states";

type LineQuestionsProps = {
  questions: readonly { id: string; number: number | null; status: IssueState }[];
  earningId: string;
  /** For those who may ask. */
  action: FormAction | null;
};

/** What was asked about a line, and the form that asks. */
export function LineQuestions({ questions, earningId, action }: LineQuestionsProps) {
  const waits = questions.some(({ status }) => status === "open" || status === "in_work");
  if (questions.length === 0 && !action) return null;
  return (
    <Card title="Questions about this line">
      <ul className="space-y-1">
        {questions.map(({ id, number, status }) => (
          <li key={id} className="flex items-center gap-2">
            <TextLink href={`/issues/${id}`}>Question #{number}</TextLink>
            <Badge tone={issueStates[status].tone}>{issueStates[status].label}</Badge>
          </li>
        ))}
      </ul>
      {action && !waits ? (
        <ActionForm action={action} hidden={{ earningId }} failed="Nothing was asked.">
          <ActionTextarea
            name="question"
            label="What is wrong with it?"
            rows={3}
            maxLength={2000}
            help="Somebody of the program answers. Payouts wait while a question is open; a correction is a new line."
          />
          <ActionButton>Question this line</ActionButton>
        </ActionForm>
      ) : null}
    </Card>
  );
}
