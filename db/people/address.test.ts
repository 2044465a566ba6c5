import { expect, test } from "vitest";
import { address } from "./address";

test("an address is kept in lower case", () => {
  expect(address.parse(" Mara.Lind@Northwind.Example ")).toBe("mara.lind@northwind.example");
});

test.each([
  "mara＠northwind.example",
  "mаra@northwind.example",
  "mara@northwınd.example",
  "mi\u212aa@northwind.example",
  "mara@@northwind.example",
  "mara@evil.test,x@northwind.example",
  "mara@evil.test;x@northwind.example",
  "mara@northwind.example\r\nBcc: x@evil.test",
  "mara @northwind.example",
  '"mara@evil.test"@northwind.example',
  "Mara <mara@northwind.example>",
  "mara@northwind.example>",
  "mara@[127.0.0.1]",
  "mara",
  "@northwind.example",
  "mara@",
  "mara@localhost",
  "mara@northwind.example\u0000",
  `${"a".repeat(250)}@x.example`,
  "",
])("sec:M11 %j is no address", (text) => {
  expect(address.safeParse(text).success).toBe(false);
});
