import { ActionButton, ActionDateInput, ActionForm, ActionSelect, ActionTextarea } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import type { FormAction } from "@/lib/auth/form-state";
import { formatInstant } from "@/lib/format";
import { issueAnswers } from "@/lib/issues/states";

type IssueWorkProps = {
  issueId: string;
  taken: boolean;
  /** Whoever asked does not answer. */
  own: boolean;
  ownerId: string | null;
  dueOn: string;
  owners: { value: string; label: string }[];
  corrections: readonly { id: string; at: string; says: string; actor: string }[];
  timeZone: string;
  take: FormAction;
  give: FormAction;
  answer: FormAction;
};

/** What staff do with a question: take it on, answer it with the correction, or give it to somebody else. */
export function IssueWork(props: IssueWorkProps) {
  const { issueId, taken, own, corrections, timeZone } = props;
  return (
    <Card title="Answer" description="The asker reads the answer, gets a letter, and sees the figure before and after.">
      {taken ? null : (
        <ActionForm action={props.take} hidden={{ issueId }} failed="The question was not taken on." className="mb-5">
          <ActionButton>Take it on</ActionButton>
        </ActionForm>
      )}
      {own ? (
        <p className="text-muted">You asked this: somebody else answers.</p>
      ) : (
        <ActionForm action={props.answer} hidden={{ issueId }} failed="The answer was not sent.">
          <ActionSelect
            name="answer"
            label="Answer"
            placeholder="Choose one"
            options={Object.entries(issueAnswers).map(([value, { label }]) => ({ value, label }))}
          />
          <ActionTextarea name="text" label="Answer in words" rows={3} maxLength={2000} />
          <ActionSelect
            name="correction"
            label="What was corrected"
            optional
            placeholder={corrections.length ? "Nothing" : "Nothing was changed since the question"}
            options={corrections.map(({ id, at, says, actor }) => ({
              value: id,
              label: `${says} (${actor}, ${formatInstant(new Date(at), timeZone)})`,
            }))}
            help="Correct the deal or the import first: what was changed since the question stands here."
          />
          <ActionButton variant="primary">Send the answer</ActionButton>
        </ActionForm>
      )}
      <div className="border-line mt-5 border-t pt-3">
        <Disclosure summary="Give it to somebody else, or another day">
          <ActionForm action={props.give} hidden={{ issueId }} failed="The question was not given.">
            <ActionSelect
              name="ownerId"
              label="Answered by"
              placeholder="Choose a person"
              options={props.owners}
              defaultValue={props.ownerId ?? undefined}
            />
            <ActionDateInput name="dueOn" label="Due" defaultValue={props.dueOn} />
            <ActionButton>Give</ActionButton>
          </ActionForm>
        </Disclosure>
      </div>
    </Card>
  );
}
