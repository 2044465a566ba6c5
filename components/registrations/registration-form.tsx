import {
  ActionButton,
  ActionDateInput,
  ActionForm,
  ActionInput,
  ActionSelect,
  ActionTextarea,
} from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { FormActions } from "@/components/ui/field";
import type { FormAction } from "@/lib/auth/form-state";
import { lineNumbers } from "@/lib/deals/registrations/completeness";
import { involvements } from "@/lib/deals/registrations/words";
import type { Option } from "@/lib/lists/links";
import { Completeness } from "./completeness";
import { Part } from "./part";

type RegistrationFormProps = {
  action: FormAction;
  /** What stands, by field name; empty for a new one. */
  values: Record<string, string>;
  registrationId?: string;
  products: readonly Option[];
  currencies: readonly Option[];
  countries: readonly Option[];
  today: string;
};

/** Lines before the others are asked for. */
const linesShown = 2;

/** A deal as a partner registers it. It can be kept half done; a list at its side says what is missing, as it is typed. */
export function RegistrationForm(props: RegistrationFormProps) {
  const { action, values, registrationId, products, currencies, countries, today } = props;
  const id = "registration-form";
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,40rem)_minmax(16rem,1fr)]">
      <ActionForm
        id={id}
        action={action}
        hidden={registrationId ? { registrationId } : undefined}
        failed="It was not saved."
        className="space-y-8"
      >
        <Part title="Customer">
          <ActionInput name="customerName" label="Name" defaultValue={values.customerName} autoComplete="off" />
          <ActionInput
            name="domain"
            label="Web site"
            optional
            defaultValue={values.domain}
            help="Such as example.com. With it the customer is told apart from others of the same name."
          />
          <ActionSelect
            name="country"
            label="Country"
            options={countries}
            placeholder="Choose…"
            defaultValue={values.country ?? ""}
          />
          <ActionInput
            name="contactName"
            label="Whom you talk to"
            defaultValue={values.contactName}
            autoComplete="off"
          />
          <ActionInput
            name="contactEmail"
            type="email"
            label="Their e-mail"
            defaultValue={values.contactEmail}
            autoComplete="off"
          />
          <ActionInput name="contactTitle" label="Their position" optional defaultValue={values.contactTitle} />
        </Part>
        <Part title="The deal">
          <ActionTextarea
            name="need"
            label="What the customer needs"
            defaultValue={values.need}
            rows={4}
            maxLength={4000}
          />
          <ActionSelect
            name="involvement"
            label="Your part"
            placeholder="Choose…"
            options={Object.entries(involvements).map(([value, label]) => ({ value, label }))}
            defaultValue={values.involvement ?? ""}
          />
          <ActionDateInput
            name="expectedCloseOn"
            label="Expected to close"
            defaultValue={values.expectedCloseOn}
            min={today}
          />
          <ActionSelect
            name="currency"
            label="Currency"
            placeholder="Choose…"
            options={currencies}
            defaultValue={values.currency ?? ""}
            fieldClassName="max-w-48"
          />
          <fieldset className="space-y-3">
            <legend className="text-ink mb-2 font-medium">Products</legend>
            {lineNumbers.slice(0, linesShown).map((line) => (
              <ProductLine key={line} line={line} values={values} products={products} />
            ))}
            <Disclosure
              summary="More products"
              open={lineNumbers.slice(linesShown).some((line) => values[`product.${line}`])}
            >
              <div className="space-y-3">
                {lineNumbers.slice(linesShown).map((line) => (
                  <ProductLine key={line} line={line} values={values} products={products} />
                ))}
              </div>
            </Disclosure>
          </fieldset>
        </Part>
        <FormActions>
          <ActionButton variant="primary" name="intent" value="submit">
            Submit
          </ActionButton>
          <ActionButton name="intent" value="save">
            Save draft
          </ActionButton>
          <LinkButton href="/registrations" variant="quiet">
            Cancel
          </LinkButton>
        </FormActions>
      </ActionForm>
      <Completeness form={id} today={today} values={values} />
    </div>
  );
}

type ProductLineProps = { line: number; values: Record<string, string>; products: readonly Option[] };

function ProductLine({ line, values, products }: ProductLineProps) {
  return (
    <div className="grid grid-cols-2 gap-2 max-md:[&>:first-child]:col-span-2 md:grid-cols-[minmax(0,1fr)_4.5rem_8rem]">
      <ActionSelect
        name={`product.${line}`}
        label={`Product ${line}`}
        placeholder="–"
        options={products}
        defaultValue={values[`product.${line}`] ?? ""}
      />
      <ActionInput
        name={`quantity.${line}`}
        label="Quantity"
        inputMode="decimal"
        defaultValue={values[`quantity.${line}`] ?? ""}
      />
      <ActionInput
        name={`amount.${line}`}
        label="Amount"
        inputMode="decimal"
        defaultValue={values[`amount.${line}`] ?? ""}
      />
    </div>
  );
}
