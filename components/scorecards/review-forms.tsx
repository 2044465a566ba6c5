import {
  ActionButton,
  ActionCheckbox,
  ActionDateInput,
  ActionForm,
  ActionInput,
  ActionSelect,
  ActionTextarea,
} from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { kindKeys, kinds } from "@/lib/scorecards/review";

type Option = { value: string; label: string };
type NoteFormProps = {
  reviewId: string;
  owners: readonly Option[];
  metrics: readonly Option[];
  count: number;
  action: FormAction;
};

/** Notes a decision, an experiment, a risk, a blocker or a change. What a kind asks for is said when it lacks. */
export function NoteForm({ reviewId, owners, metrics, count, action }: NoteFormProps) {
  return (
    <Card
      title="Note something"
      description="Decisions and experiments have an owner and a day; what is open comes back in the next review."
    >
      <ActionForm
        key={count}
        action={action}
        hidden={{ reviewId }}
        failed="It was not noted."
        className="grid gap-3 sm:grid-cols-2"
      >
        <ActionSelect
          name="kind"
          label="Kind"
          options={[...kindKeys].reverse().map((key) => ({ value: key, label: kinds[key].label }))}
          defaultValue="decision"
        />
        <ActionSelect name="metricId" label="About" placeholder="The partnership" options={metrics} />
        <ActionTextarea
          name="text"
          label="What"
          help="Of an experiment: if we do this, then that will happen"
          rows={2}
          maxLength={500}
          fieldClassName="sm:col-span-2"
        />
        <ActionSelect name="ownerId" label="Owner" placeholder="Choose" options={owners} />
        <ActionDateInput name="dueOn" label="Due" />
        <ActionInput
          name="expected"
          label="Expected value"
          help="Of an experiment; percent as a number: 45"
          optional
          inputMode="decimal"
        />
        <ActionTextarea name="internalNote" label="For staff alone" optional rows={1} maxLength={1000} />
        <ActionCheckbox
          name="shared"
          label="The partner reads it once the review is closed"
          defaultChecked
          fieldClassName="sm:col-span-2"
        />
        <div className="sm:col-span-2">
          <ActionButton variant="primary">Note it</ActionButton>
        </div>
      </ActionForm>
    </Card>
  );
}

/** Ends the review: what the partner reads of it, why there is no decision, and what stays with staff. */
export function CloseForm({ reviewId, decided, action }: { reviewId: string; decided: boolean; action: FormAction }) {
  return (
    <Card
      title="Close the review"
      description="From then on the partner reads its shared parts, and nothing of it changes."
    >
      <ActionForm action={action} hidden={{ reviewId }} failed="The review stays open.">
        <ActionTextarea name="summary" label="Summary" help="The partner reads it" optional rows={2} maxLength={1000} />
        {decided ? null : (
          <ActionInput
            name="noDecisionReason"
            label="Why there is no decision"
            help="Asked when none was noted; the partner reads it"
            maxLength={500}
          />
        )}
        <ActionTextarea
          id="close-note"
          name="internalNote"
          label="For staff alone"
          optional
          rows={2}
          maxLength={2000}
        />
        <ActionButton variant="primary">Close the review</ActionButton>
      </ActionForm>
    </Card>
  );
}
