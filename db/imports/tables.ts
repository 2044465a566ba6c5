import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Entity } from "@/lib/imports/entities";

/** How an entity's payload lands in its table: per column the field it comes from, its value, and what a new row has without it. */
export type Column = { column: string; field: string; value: (source: SQL) => SQL; fallback?: string };
export type Landing = { table: string; key: string; columns: Column[] };

const at = (field: string) => sql.raw(`i.payload ->> '${field}'`);
const as =
  (type: string) =>
  (column: string, field: string, fallback?: string): Column => ({
    column,
    field,
    fallback,
    value: () => sql`(${at(field)})${sql.raw(`::${type}`)}`,
  });
const [text, day, amount, whole, number] = [as("text"), as("date"), as("bigint"), as("int"), as("numeric")];
const texts = (...names: string[]) => names.map((name) => text(name, name));

const ref = (column: string, field: string, entity: Entity): Column => ({
  column,
  field,
  value: (source) =>
    sql`(select x.entity_id from external_ids x where x.source = ${source} and x.entity = ${sql.raw(`'${entity}'`)} and x.external_id = ${at(field)})`,
});

/** Deal history, partner roles, rates and tiers land by rules of their own, in `publish.ts`. */
export const landings: Partial<Record<Entity, Landing>> = {
  partner: {
    table: "partners",
    key: "id",
    columns: [
      ...texts(
        "name",
        "type",
        "tier",
        "domain",
        "website",
        "description",
        "phone",
        "address",
        "city",
        "country",
        "region",
        "territory",
        "segment",
      ),
      day("tier_since", "tierSince"),
      day("joined_on", "joinedOn"),
      day("contract_ends_on", "contractEndsOn"),
      text("status", "status", "'active'"),
      text("importance", "importance", "'medium'"),
      text("contract_status", "contractStatus", "'none'"),
      whole("employees", "employees"),
      ref("manager_id", "manager", "person"),
      {
        column: "specializations",
        field: "specializations",
        value: () =>
          sql`(select array_agg(s) from jsonb_array_elements_text(nullif(i.payload -> 'specializations', 'null')) s)`,
        fallback: "'{}'",
      },
      {
        column: "profile",
        field: "profile",
        value: () => sql`nullif(i.payload -> 'profile', 'null')`,
        fallback: "'{}'",
      },
    ],
  },
  person: {
    table: "people",
    key: "id",
    columns: [
      ...texts("kind", "name", "email", "title", "phone"),
      ref("partner_id", "partner", "partner"),
      ref("manager_id", "manager", "person"),
    ],
  },
  account: {
    table: "accounts",
    key: "id",
    columns: [
      ...texts("name", "domain", "industry", "country", "region", "city"),
      whole("employees", "employees"),
      number("annual_revenue", "annualRevenue"),
      ref("parent_id", "parent", "account"),
    ],
  },
  product: {
    table: "products",
    key: "id",
    columns: [...texts("name", "sku", "family", "line", "currency"), amount("list_price_e4", "listPrice")],
  },
  deal: {
    table: "deals",
    key: "id",
    columns: [
      ...texts("name", "currency"),
      ref("account_id", "account", "account"),
      ref("owner_id", "owner", "person"),
      ref("partner_person_id", "partnerPerson", "person"),
      day("registered_on", "registeredOn"),
      day("expected_close_on", "expectedCloseOn"),
      text("close_reason", "closeReason"),
      text("next_step", "nextStep"),
    ],
  },
  line: {
    table: "deal_lines",
    key: "id",
    columns: [
      ref("deal_id", "deal", "deal"),
      whole("line_no", "lineNo"),
      ref("product_id", "product", "product"),
      number("quantity", "quantity", "1"),
      amount("unit_price_e4", "unitPrice"),
      amount("discount_e4", "discount", "0"),
      amount("amount_e4", "amount"),
      text("source_currency", "sourceCurrency"),
    ],
  },
  revenue: {
    table: "revenue_lines",
    key: "id",
    columns: [
      ref("partner_id", "partner", "partner"),
      ref("account_id", "account", "account"),
      ref("deal_id", "deal", "deal"),
      ref("product_id", "product", "product"),
      text("kind", "kind"),
      amount("amount_e4", "amount"),
      text("currency", "currency"),
      day("invoiced_on", "invoicedOn"),
      text("reference", "reference"),
    ],
  },
  target: {
    table: "targets",
    key: "id",
    columns: [
      text("metric", "metric"),
      day("from_on", "fromOn"),
      { column: "to_on", field: "lastOn", value: () => sql`(i.payload ->> 'lastOn')::date + 1` },
      number("value", "value"),
      text("currency", "currency"),
      ref("partner_id", "partner", "partner"),
      ref("owner_id", "owner", "person"),
    ],
  },
  certification: {
    table: "certifications",
    key: "id",
    columns: [
      ref("partner_id", "partner", "partner"),
      ref("person_id", "person", "person"),
      ...texts("name", "subject", "description"),
      day("issued_on", "issuedOn"),
      day("expires_on", "expiresOn"),
    ],
  },
};
