import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Entity } from "@/lib/imports/entities";
import { factLandings } from "./fact-tables";
import { amount, at, day, type Landing, linkOf, number, ref, text, texts, whole } from "./table-columns";

export type { Column, Landing } from "./table-columns";

/** Joins the record that a field of item `i` names by its id in the source; its id in the portal is `x_field.entity_id`. */
export const link = (source: string, field: string, to: Entity): SQL =>
  sql`left join external_ids ${linkOf(field)} on ${linkOf(field)}.source = ${source}::text and ${linkOf(field)}.entity = ${to}::text and ${linkOf(field)}.external_id = ${at(field)}`;

/** As the database's `to_reporting`, in one query with the rows: called for each of a million it would take minutes. */
export const reported = (amount: SQL, currency: SQL, day: SQL): SQL =>
  sql`case when ${currency} = here.reporting_currency then ${amount} else (select round(${amount} * r.rate)::bigint from fx_rates r
    where r.currency = ${currency} and r.on <= ${day} and r.on >= ${day} - 7 order by r.on desc limit 1) end`;

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
      day("contract_signed_on", "contractSignedOn"),
      amount("yearly_cost_e4", "yearlyCost"),
      text("status", "status", sql`'active'`),
      text("importance", "importance", sql`'medium'`),
      text("contract_status", "contractStatus", sql`'none'`),
      whole("employees", "employees"),
      ref("manager_id", "manager", "person"),
      {
        column: "specializations",
        field: "specializations",
        value: sql`(select array_agg(s) from jsonb_array_elements_text(nullif(i.payload -> 'specializations', 'null')) s)`,
        fallback: sql`'{}'`,
      },
      {
        column: "profile",
        field: "profile",
        value: sql`nullif(i.payload -> 'profile', 'null')`,
        fallback: sql`'{}'`,
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
      number("quantity", "quantity", sql`1`),
      amount("unit_price_e4", "unitPrice"),
      amount("discount_e4", "discount", sql`0`),
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
    derived: [
      {
        column: "reported_e4",
        field: "amount",
        value: reported(sql`(${at("amount")})::bigint`, sql`(${at("currency")})`, sql`(${at("invoicedOn")})::date`),
      },
    ],
  },
  target: {
    table: "targets",
    key: "id",
    columns: [
      text("kind", "kind", sql`'target'`),
      text("metric", "metric"),
      day("from_on", "fromOn"),
      { column: "to_on", field: "lastOn", value: sql`(i.payload ->> 'lastOn')::date + 1` },
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
  ...factLandings,
};
