import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimalOfE4 } from "@/lib/money";
import { lineAmount, linesForm, sumOf } from "./lines";

const dealId = "aaaaaaaa-0000-4000-8000-000000000004";
const product = "aaaaaaaa-0000-4000-8000-000000000006";
const read = (fields: Record<string, string>) => linesForm.safeParse({ dealId, shown: "", ...fields });
const wrongAt = (fields: Record<string, string>) =>
  read(fields).error?.issues.map(({ path }) => path.join(".")) ?? ["nothing"];

describe("the lines of a deal", () => {
  it("are read row by row: empty ones are none, removed ones go, and an amount follows from quantity and price", () => {
    const parsed = read({
      "line.0": product,
      "product.0": product,
      "quantity.0": "3",
      "price.0": "1,000.10",
      "discount.0": "0.30",
      "amount.0": "77",
      "product.1": "",
      "quantity.1": "1",
      "product.2": product,
      "amount.2": "5",
      "product.3": product,
      "price.3": "9",
      "remove.3": "on",
      setAmount: "on",
    });
    const one = { productId: product, discountE4: 3_000n };
    expect(parsed.data).toEqual({
      dealId,
      shown: "",
      setAmount: true,
      lines: [
        { ...one, id: product, quantityE4: 30_000n, unitPriceE4: 10_001_000n, amountE4: 30_000_000n },
        { ...one, id: null, quantityE4: 10_000n, unitPriceE4: null, discountE4: 0n, amountE4: 50_000n },
      ],
    });
  });

  it.each([
    ["a product that is none", { "product.0": "x", "amount.0": "1" }, ["product.0"]],
    ["a quantity of 0", { "product.0": product, "quantity.0": "0", "price.0": "1" }, ["quantity.0"]],
    ["a negative price", { "product.0": product, "price.0": "-1" }, ["price.0", "price.0"]],
    ["neither price nor amount", { "product.0": product }, ["price.0"]],
    ["a discount above the price", { "product.0": product, "price.0": "1", "discount.0": "1.01" }, ["discount.0"]],
    ["five decimals", { "product.0": product, "amount.0": "1.00001" }, ["amount.0", "price.0"]],
    ["more than there is", { "product.0": product, "quantity.0": "9999999", "price.0": "9999999" }, ["price.0"]],
  ])("are refused with %s, at its field", (_, fields, fieldsWrong) => {
    expect(wrongAt(fields)).toEqual(fieldsWrong);
  });

  it("add up exactly: whole quantities lose not a ten-thousandth, others less than half of one each", () => {
    const line = fc.record({
      whole: fc.bigInt(1n, 100_000n),
      price: fc.bigInt(0n, 10n ** 9n),
      part: fc.bigInt(0n, 9_999n),
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const exact = lines.map(({ whole, price }) => ({ amountE4: lineAmount(whole * 10_000n, price, 0n) }));
        expect(sumOf(exact)).toBe(lines.reduce((sum, { whole, price }) => sum + whole * price, 0n));
        for (const { whole, price, part } of lines) {
          const off = lineAmount(whole * 10_000n + part, price, 0n) * 10_000n - (whole * 10_000n + part) * price;
          expect(off <= 5_000n && off > -5_000n).toBe(true);
        }
      }),
    );
  });

  it("are read as they are written out", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 16n), (amount) => {
        expect(read({ "product.0": product, "amount.0": decimalOfE4(amount) }).data?.lines[0]?.amountE4).toBe(amount);
      }),
    );
  });
});
