import { ActionButton, ActionCheckbox, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import { FormActions } from "@/components/ui/field";
import type { FormAction } from "@/lib/auth/form-state";
import { newLines } from "@/lib/deals/lines";
import { decimalOfE4 } from "@/lib/money";

type Line = {
  id: string;
  productId: string | null;
  quantity: string;
  unitPriceE4: bigint | null;
  discountE4: bigint;
  amountE4: bigint;
};
type LinesFormProps = {
  deal: { id: string; currency: string };
  lines: readonly Line[];
  products: readonly { id: string; name: string }[];
  /** What the form was drawn from: somebody else's change in between is not undone. */
  shown: string;
  action: FormAction;
};

/** The products of a deal, a row each, with room for new ones. */
export function LinesForm({ deal, lines, products, shown, action }: LinesFormProps) {
  const options = products.map(({ id, name }) => ({ value: id, label: name }));
  const rows = [...lines, ...Array.from({ length: newLines }, () => null)];
  const ids = Object.fromEntries(lines.map(({ id }, n) => [`line.${n}`, id]));
  return (
    <ActionForm
      key={shown}
      action={action}
      hidden={{ dealId: deal.id, shown, ...ids }}
      failed="The products were not changed."
      className="space-y-5"
    >
      <p className="text-muted max-w-[72ch] text-xs">
        With a unit price the amount is quantity times price less the discount. Without one it is the amount given. All
        in {deal.currency}.
      </p>
      {rows.map((line, n) => (
        <LineFields key={line?.id ?? `new ${n}`} line={line} n={n} options={options} first={n === lines.length} />
      ))}
      <ActionCheckbox
        name="setAmount"
        label="Set the deal's amount to the sum"
        help="From now on; what the deal was worth before stays in its history."
      />
      <FormActions>
        <ActionButton variant="primary">Save the products</ActionButton>
        <LinkButton href={`/deals/${deal.id}`} variant="quiet">
          Cancel
        </LinkButton>
      </FormActions>
    </ActionForm>
  );
}

type LineFieldsProps = { line: Line | null; n: number; first: boolean; options: { value: string; label: string }[] };

function LineFields({ line, n, options, first }: LineFieldsProps) {
  const money = (amountE4: bigint | null | undefined) =>
    amountE4 == null ? undefined : decimalOfE4(amountE4).replace(/00$/, "");
  return (
    <fieldset className="border-line space-y-3 border-t pt-4">
      <legend className="sr-only">{line ? `Product ${n + 1}` : `New product ${n + 1}`}</legend>
      {first ? <p className="font-semibold">New products</p> : null}
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-[2fr_1fr_1fr_1fr_1fr]">
        <ActionSelect
          name={`product.${n}`}
          label="Product"
          placeholder={line ? "Product not named" : "None"}
          options={options}
          defaultValue={line?.productId ?? ""}
        />
        <ActionInput
          name={`quantity.${n}`}
          label="Quantity"
          inputMode="decimal"
          defaultValue={line?.quantity.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "") ?? "1"}
        />
        <ActionInput
          name={`price.${n}`}
          label="Unit price"
          inputMode="decimal"
          defaultValue={money(line?.unitPriceE4)}
        />
        <ActionInput
          name={`discount.${n}`}
          label="Discount"
          inputMode="decimal"
          defaultValue={line?.discountE4 ? money(line.discountE4) : undefined}
        />
        <ActionInput
          name={`amount.${n}`}
          label="Amount"
          inputMode="decimal"
          defaultValue={line && line.unitPriceE4 === null ? money(line.amountE4) : undefined}
        />
      </div>
      {line ? <ActionCheckbox name={`remove.${n}`} label="Remove this product" /> : null}
    </fieldset>
  );
}
