import { ActionButton, ActionCheckbox, ActionForm, ActionTextarea } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import { FormActions } from "@/components/ui/field";
import type { FormAction } from "@/lib/auth/form-state";

type AskFormProps = {
  metric: string;
  query: string;
  about: string;
  figure: { label: string; shown: string; period: string; filters: string; row: string | null };
  back: string;
  /** The partner that staff may let read the question; null when there is none, or the asker is one. */
  shareWith: string | null;
  action: FormAction;
};

/** A question about a figure, beside what will be kept of it. */
export function AskForm({ metric, query, about, figure, back, shareWith, action }: AskFormProps) {
  const items = [
    { term: figure.label, value: figure.shown },
    { term: "Period", value: figure.period },
    { term: "Filters", value: figure.filters || "None" },
    ...(figure.row ? [{ term: "Row", value: figure.row }] : []),
  ];
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <ActionForm
        action={action}
        hidden={{ metric, query, about }}
        failed="The question was not sent."
        className="space-y-5"
      >
        <ActionTextarea
          name="question"
          label="What do you doubt, and why?"
          rows={5}
          maxLength={2000}
          help="Name the deals or days that you expect to be counted otherwise."
        />
        {shareWith ? <ActionCheckbox name="shared" label={`${shareWith} reads the question and its answer`} /> : null}
        <FormActions>
          <ActionButton variant="primary">Send the question</ActionButton>
          <LinkButton href={back} variant="quiet">
            Cancel
          </LinkButton>
        </FormActions>
      </ActionForm>
      <Card
        title="What is kept with it"
        description="The figure as it is at this moment, its definition's version, and the rows it counts. Later changes do not touch them."
      >
        <DefinitionList items={items} />
      </Card>
    </div>
  );
}
