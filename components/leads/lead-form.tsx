import { Group } from "@/components/partners/partner-fields";
import { ActionButton, ActionForm, ActionInput, ActionSelect, ActionTextarea } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import { FormActions } from "@/components/ui/field";
import type { FormAction } from "@/lib/auth/form-state";
import type { Option } from "@/lib/lists/links";

type LeadFormProps = {
  action: FormAction;
  products: readonly Option[];
  currencies: readonly string[];
  countries: readonly string[];
  regions: readonly string[];
  industries: readonly string[];
};

/** A new lead as a form. Places and industry are offered as the records of partners and customers write them. */
export function LeadForm({ action, products, currencies, countries, regions, industries }: LeadFormProps) {
  return (
    <ActionForm action={action} failed="The lead was not entered." className="max-w-[40rem] space-y-8">
      <Group title="Customer">
        <ActionInput name="customerName" label="Company" required />
        <ActionInput
          name="domain"
          label="Web site"
          optional
          help="Such as example.com; the deal finds its account by it."
        />
        <Suggested name="country" label="Country" words={countries} />
        <Suggested name="region" label="Region" words={regions} />
        <Suggested name="industry" label="Industry" words={industries} />
      </Group>
      <Group title="Contact">
        <ActionInput name="contactName" label="Name" optional help="The partner sees the contact once it accepts." />
        <ActionInput name="contactEmail" label="E-mail" optional type="email" />
        <ActionInput name="contactPhone" label="Phone" optional type="tel" />
      </Group>
      <Group title="What it is about">
        <ActionTextarea name="need" label="What the customer needs" rows={3} help="The partner reads this." required />
        <ActionSelect name="productId" label="Product" options={products} placeholder="Not known yet" optional />
        <ActionInput
          name="amountE4"
          label="Amount"
          optional
          inputMode="decimal"
          help="About how much, such as 25000."
        />
        <ActionSelect name="currency" label="Currency" options={currencies.map((value) => ({ value, label: value }))} />
        <ActionInput name="source" label="Source" optional help="Where the lead came from, such as a fair." />
      </Group>
      <FormActions>
        <ActionButton variant="primary">Enter the lead</ActionButton>
        <LinkButton href="/leads" variant="quiet">
          Cancel
        </LinkButton>
      </FormActions>
    </ActionForm>
  );
}

function Suggested({ name, label, words }: { name: string; label: string; words: readonly string[] }) {
  return (
    <>
      <ActionInput name={name} label={label} optional list={`${name}-words`} />
      <datalist id={`${name}-words`}>
        {words.map((word) => (
          <option key={word} value={word} />
        ))}
      </datalist>
    </>
  );
}
