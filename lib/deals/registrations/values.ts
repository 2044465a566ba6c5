import { decimalOfE4 } from "@/lib/money";

type Standing = {
  customerName: string;
  domain: string | null;
  country: string | null;
  contactName: string | null;
  contactEmail: string | null;
  contactTitle: string | null;
  need: string | null;
  involvement: string | null;
  expectedCloseOn: string | null;
  currency: string | null;
  lines: readonly { lineNo: number; productId: string | null; quantity: string; amountE4: bigint }[];
};

const fields = [
  "customerName",
  "domain",
  "country",
  "contactName",
  "contactEmail",
  "contactTitle",
  "need",
  "involvement",
  "expectedCloseOn",
  "currency",
] as const;

/** A registration as its form shows it, by field name. */
export function valuesOf(one: Standing): Record<string, string> {
  const texts = fields.map((name) => [name, one[name] ?? ""]);
  const amounts = one.lines.flatMap(({ lineNo, productId, quantity, amountE4 }) => [
    [`product.${lineNo}`, productId ?? ""],
    [`quantity.${lineNo}`, quantity.replace(/\.?0+$/, (zeros) => (zeros.startsWith(".") ? "" : zeros))],
    [`amount.${lineNo}`, amountE4 === 0n ? "" : decimalOfE4(amountE4).replace(/\.?0+$/, "")],
  ]);
  return Object.fromEntries([...texts, ...amounts]);
}
