import { ActionButton, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";

type Person = { name: string; company: string | null };
type PeopleFormProps = {
  dealId: string;
  people: readonly (Person & { personId: string; part: string })[];
  candidates: readonly (Person & { id: string })[];
  add: FormAction;
  remove: FormAction;
};

/** Who works on the deal, of the program and of its partners. */
export function PeopleForm({ dealId, people, candidates, add, remove }: PeopleFormProps) {
  return (
    <Card title="People" description="A partner sees its own people here, not those of others.">
      <ul className="mb-5 space-y-3 empty:hidden">
        {people.map(({ personId, name, company, part }) => (
          <li key={personId} className="flex flex-wrap items-center justify-between gap-2">
            <span className="min-w-0">
              {name}
              <span className="text-muted block text-xs">{[part, company].filter(Boolean).join(", ")}</span>
            </span>
            <ActionForm action={remove} hidden={{ dealId, personId }} failed="The person was not removed.">
              <ActionButton size="small" aria-label={`Remove ${name}`}>
                Remove
              </ActionButton>
            </ActionForm>
          </li>
        ))}
      </ul>
      <ActionForm key={people.length} action={add} hidden={{ dealId }} failed="The person was not added.">
        <ActionSelect
          name="personId"
          label="Person"
          placeholder="Choose a person"
          options={candidates.map(({ id, name, company }) => ({
            value: id,
            label: company ? `${name}, ${company}` : name,
          }))}
        />
        <ActionInput name="part" label="Part in the deal" maxLength={100} help="Such as technical lead or sponsor." />
        <ActionButton>Add the person</ActionButton>
      </ActionForm>
    </Card>
  );
}
