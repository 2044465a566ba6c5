import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { readResellerSales } from "@/db/testing/reseller-sales";

const database = testDatabase();
const folder = mkdtempSync(join(tmpdir(), "reseller-sales-"));
afterAll(() => rmSync(folder, { recursive: true }));

const at = (day: string) => `${day} 00:00:00`;
const sale = (order: string, line: number, reseller: number, day: string, amount: string, currency = 100) =>
  `1,${reseller},285,${currency},${order},${line},1,${amount},0.0,${amount},${at(day)}`;

/** A few lines with what makes the real ones hard: four decimals, halves of a cent, equal names, commas, a territory called NA. */
const files = {
  DimCurrency: ["CurrencyKey,CurrencyAlternateKey", "100,USD", "36,EUR"],
  DimGeography: [
    "GeographyKey,City,StateProvinceName,EnglishCountryRegionName,SalesTerritoryKey",
    "1,Seattle,Washington,United States,1",
    "2,Lyon,Rhône,France,11",
  ],
  DimSalesTerritory: ["SalesTerritoryKey,SalesTerritoryRegion", "1,Northwest", "11,NA"],
  DimProductCategory: ["ProductCategoryKey,EnglishProductCategoryName", "1,Bikes"],
  DimProductSubcategory: ["ProductSubcategoryKey,EnglishProductSubcategoryName,ProductCategoryKey", "1,Road Bikes,1"],
  DimProduct: [
    "ProductKey,ProductAlternateKey,ProductSubcategoryKey,EnglishProductName,ListPrice",
    "1,BK-1,1,Road-150,3578.27",
  ],
  FactCurrencyRate: ["CurrencyKey,DateKey,AverageRate,Date", `36,20121231,1.3,${at("2012-12-31")}`],
  salespeople: [
    "EmployeeKey,ParentEmployeeKey,FirstName,LastName,Title,EmailAddress,Phone",
    "285,112,José,Saraiva,Sales Representative,josé1@resellers.example,185-555-0169",
  ],
  FactSalesQuota: ["SalesQuotaKey,EmployeeKey,CalendarYear,CalendarQuarter,SalesAmountQuota", "1,285,2013,1,28000.0"],
  DimReseller: [
    "ResellerKey,GeographyKey,ResellerAlternateKey,Phone,BusinessType,ResellerName,NumberEmployees,ProductLine,AddressLine1,AddressLine2,AnnualSales,BankName,AnnualRevenue,YearOpened",
    '1,1,A1,1,Warehouse,"Health Spa, Limited",2,Road,1 Elm,,300000.0,Bank,30000.0,1974',
    "2,2,A2,2,Value Added Reseller,Friendly Bike Shop,2,Road,2 Elm,,300000.0,Bank,30000.0,1974",
    "3,1,A3,3,Specialty Bike Shop,Friendly Bike Shop,2,Road,3 Elm,Suite 2,300000.0,Bank,30000.0,1974",
    "4,1,A4,4,Warehouse,Totes & Baskets Company,2,Road,4 Elm,,300000.0,Bank,30000.0,1974",
  ],
  FactResellerSales: [
    "ProductKey,ResellerKey,EmployeeKey,CurrencyKey,SalesOrderNumber,SalesOrderLineNumber,OrderQuantity,UnitPrice,DiscountAmount,SalesAmount,OrderDate",
    // Half a cent twice: two cents by the line, one by the order. Exactly what the highest tier asks for, on the first day.
    sale("SO1", 1, 1, "2013-01-01", "249999.8000"),
    sale("SO1", 2, 1, "2013-01-01", "0.1000"),
    sale("SO1", 3, 1, "2013-01-01", "0.1000"),
    // A ten-thousandth below it, on the last day, tagged with another currency.
    sale("SO2", 1, 2, "2013-12-31", "249999.9999", 36),
    // The day before the year.
    sale("SO3", 1, 3, "2012-12-31", "2024.9940"),
    sale("SO3", 2, 3, "2012-12-31", "2024.9940"),
  ],
};

it("pays 5 % of imported sales to the cent, by the line and by the order, and measures tiers by a calendar year", async () => {
  for (const [name, lines] of Object.entries(files))
    writeFileSync(join(folder, `${name}.csv`), `${lines.join("\n")}\n`);
  const found = await readResellerSales(database.sql, folder, 2013);
  expect(found).toMatchObject({
    ...{ revenue: "504049.9879", lines: 6, orders: 3, problems: [] },
    // 12,499.99 + 0.01 + 0.01, 12,500.00, 101.25 + 101.25
    perLine: "25202.51",
    // 12,500.00, 12,500.00, 202.50
    perOrder: "25202.50",
    tiers: { platinum: 1, gold: 1, silver: 0, registered: 0, none: 2 },
  });
});
