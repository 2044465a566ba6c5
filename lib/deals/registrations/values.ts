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

/** Countries by their codes, in the order of their names. */
export function countries(): { value: string; label: string }[] {
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const codes = letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => !notCountries.has(code));
  return codes
    .flatMap((value) => {
      const label = names.of(value);
      return label ? [{ value, label }] : [];
    })
    .sort((a, b) => a.label.localeCompare(b.label, "en"));
}

/** Unions, former states and codes for tests, which the names of regions have too. */
const notCountries = new Set(
  "AN BU CS DD DY EU EZ FX HV NH QO QU RH SU TP UK UN VD XA XB XX YD YU ZR ZZ NT PU PZ JT MI WK CT FQ NQ PC".split(" "),
);
