import { z } from "zod";
import { isId } from "@/lib/lists/parameters";
import { parseAmountE4 } from "@/lib/money";

/** One product of a deal as its form sends it; without a price its amount is as typed. */
export type Line = {
  id: string | null;
  productId: string | null;
  quantityE4: bigint;
  unitPriceE4: bigint | null;
  discountE4: bigint;
  amountE4: bigint;
};

/** How many empty rows the form offers beside the lines that are there. */
export const newLines = 3;
const most = 200;
const largest = 10n ** 17n;

/** Quantity times price less the discount, in ten-thousandths; half a ten-thousandth is rounded up. */
export const lineAmount = (quantityE4: bigint, unitPriceE4: bigint, discountE4: bigint): bigint =>
  (quantityE4 * unitPriceE4 + 5_000n) / 10_000n - discountE4;

/** The exact sum of amounts. */
export const sumOf = (lines: readonly { amountE4: bigint }[]): bigint =>
  lines.reduce((sum, { amountE4 }) => sum + amountE4, 0n);

/**
 * The products of a deal as the form sends them: fields `product.0`, `quantity.0` and so on, a row each. A row without
 * product, price and amount is none; one with `remove.0` goes. `shown` is what the form was drawn from.
 */
export const linesForm = z
  .looseObject({ dealId: z.string().refine(isId), shown: z.string().max(100), setAmount: z.literal("on").optional() })
  .transform(({ dealId, shown, setAmount, ...sent }, context) => {
    const text = (name: string) => (typeof sent[name] === "string" ? sent[name].trim() : "");
    const rows = Array.from({ length: most }, (_, n) => n).filter((n) => `product.${n}` in sent);
    const lines = rows.flatMap((n) => lineOf(n, text, (path, message) => refuse(context, path, message)) ?? []);
    return { dealId, shown, setAmount: setAmount === "on", lines };
  });

export type LinesInput = z.output<typeof linesForm>;

const refuse = (context: z.RefinementCtx, path: string, message: string) =>
  context.addIssue({ code: "custom", path: [path], message });

function lineOf(n: number, text: (name: string) => string, wrong: (path: string, message: string) => void) {
  const [product, id] = [text(`product.${n}`), text(`line.${n}`)];
  const typed = ["price", "amount"].some((name) => text(`${name}.${n}`));
  if (text(`remove.${n}`) || (!id && !product && !typed)) return null;
  if ((product && !isId(product)) || (id && !isId(id))) wrong(`product.${n}`, "Choose a product of the list");
  const number = (name: string, none: bigint | null) => {
    const value = numberOf(text(`${name}.${n}`), none);
    if (value === undefined) wrong(`${name}.${n}`, `Write the ${name} as a number such as 1234.50`);
    return value ?? none;
  };
  const quantityE4 = number("quantity", 10_000n) as bigint;
  const [unitPriceE4, discountE4] = [number("price", null), number("discount", 0n) as bigint];
  const given = number("amount", null);
  const amountE4 = unitPriceE4 === null ? given : lineAmount(quantityE4, unitPriceE4, discountE4);
  if (quantityE4 === 0n) wrong(`quantity.${n}`, "The quantity must be above 0");
  if (amountE4 === null) wrong(`price.${n}`, "Give a price, or an amount");
  else if (amountE4 < 0n) wrong(`discount.${n}`, "The discount is larger than what it is taken from");
  else if (amountE4 >= largest) wrong(`price.${n}`, "The amount must be below 10 trillion");
  return { id: id || null, productId: product || null, quantityE4, unitPriceE4, discountE4, amountE4: amountE4 ?? 0n };
}

/** Undefined for what is no number of at least 0 and a sensible size. */
function numberOf(text: string, none: bigint | null): bigint | null | undefined {
  if (text === "") return none;
  if (text.length > 30) return undefined;
  try {
    const value = parseAmountE4(text, { decimal: ".", grouping: "," });
    return value >= 0n && value < largest ? value : undefined;
  } catch {
    return undefined;
  }
}
