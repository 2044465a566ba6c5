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

/** A registration as its form shows it, by field name. */
export function valuesOf(one: Standing): Record<string, string> {
  const { lines, ...fields } = one;
  const texts = Object.entries(fields).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));
  const amounts = lines.flatMap(({ lineNo, productId, quantity, amountE4 }) => [
    [`product.${lineNo}`, productId ?? ""],
    [`quantity.${lineNo}`, quantity.replace(/\.?0+$/, (zeros) => (zeros.startsWith(".") ? "" : zeros))],
    [`amount.${lineNo}`, amountE4 === 0n ? "" : decimalOfE4(amountE4).replace(/\.?0+$/, "")],
  ]);
  return Object.fromEntries([...texts, ...amounts]);
}
