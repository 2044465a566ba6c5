import {
  ActionButton,
  ActionDateInput,
  ActionForm,
  ActionInput,
  ActionSelect,
  ActionTextarea,
} from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import { FormActions } from "@/components/ui/field";
import type { FormAction } from "@/lib/auth/form-state";
import { activities } from "@/lib/funds/words";
import type { Option } from "@/lib/lists/links";

type RequestFormProps = {
  action: FormAction;
  requestId?: string;
  /** What stands, by field name; empty for a new one. */
  values: Record<string, string>;
  funds: readonly Option[];
};

/** An activity as a partner asks money for it. It can be kept half done. */
export function RequestForm({ action, requestId, values, funds }: RequestFormProps) {
  return (
    <ActionForm
      action={action}
      hidden={requestId ? { requestId } : undefined}
      failed="The request was not saved."
      className="max-w-[40rem] space-y-4"
    >
      <ActionSelect
        name="allocationId"
        label="From which funds"
        options={funds}
        defaultValue={values.allocationId ?? funds[0]?.value ?? ""}
      />
      <ActionInput
        name="title"
        label="Activity"
        defaultValue={values.title}
        maxLength={120}
        help="Such as Autumn webinar series."
      />
      <ActionSelect
        name="activity"
        label="What it is"
        placeholder="Choose…"
        options={Object.entries(activities).map(([value, label]) => ({ value, label }))}
        defaultValue={values.activity ?? ""}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <ActionDateInput name="startsOn" label="First day" defaultValue={values.startsOn} />
        <ActionDateInput name="endsOn" label="Last day" defaultValue={values.endsOn} />
      </div>
      <ActionTextarea
        name="plan"
        label="What you will do, and for whom"
        rows={4}
        maxLength={4000}
        defaultValue={values.plan}
      />
      <ActionInput
        name="amount"
        label="How much you ask for"
        inputMode="decimal"
        fieldClassName="max-w-64"
        defaultValue={values.amount}
        help="In the currency of the funds."
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <ActionInput
          name="expectedLeads"
          label="Leads you expect"
          optional
          inputMode="numeric"
          defaultValue={values.expectedLeads}
        />
        <ActionInput
          name="expectedPipeline"
          label="Pipeline you expect"
          optional
          inputMode="decimal"
          defaultValue={values.expectedPipeline}
        />
      </div>
      <FormActions>
        <ActionButton variant="primary" name="intent" value="submit">
          Submit the request
        </ActionButton>
        <ActionButton name="intent" value="save">
          Save draft
        </ActionButton>
        <LinkButton href="/funds" variant="quiet">
          Cancel
        </LinkButton>
      </FormActions>
    </ActionForm>
  );
}
