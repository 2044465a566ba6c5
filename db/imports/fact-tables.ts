import "server-only";
import { sql } from "drizzle-orm";
import { amount, at, type Column, day, type Landing, ref, text, texts, whole } from "./table-columns";

const partner = ref("partner_id", "partner", "partner");
const money = [amount("amount_e4", "amount"), text("currency", "currency")];

/** A moment of the file is one of the program's time zone. */
const moment = (column: string, field: string): Column => ({
  column,
  field,
  value: sql`(${at(field)})::timestamp at time zone (select time_zone from settings)`,
});

/** What figures are counted from beside deals and revenue. Reported amounts and days are derived by the database. */
export const factLandings = {
  training: {
    table: "training_assignments",
    key: "id",
    columns: [
      partner,
      ref("person_id", "person", "person"),
      text("course", "course"),
      day("assigned_on", "assignedOn"),
      day("due_on", "dueOn"),
      day("completed_on", "completedOn"),
    ],
  },
  family: {
    table: "partner_families",
    key: "id",
    columns: [partner, text("family", "family"), day("from_on", "fromOn"), day("until_on", "untilOn")],
  },
  subscription: {
    table: "subscriptions",
    key: "id",
    columns: [
      partner,
      ref("account_id", "account", "account"),
      ref("product_id", "product", "product"),
      day("started_on", "startedOn"),
      day("ended_on", "endedOn"),
    ],
  },
  cost: {
    table: "channel_costs",
    key: "id",
    columns: [partner, ...texts("kind", "note"), ...money, day("spent_on", "spentOn")],
  },
  grant: {
    table: "incentive_grants",
    key: "id",
    columns: [partner, ...texts("kind", "name"), ...money, day("granted_on", "grantedOn")],
  },
  use: {
    table: "incentive_uses",
    key: "id",
    columns: [
      ref("grant_id", "grant", "grant"),
      partner,
      ...money,
      day("used_on", "usedOn"),
      text("reference", "reference"),
    ],
  },
  touch: {
    table: "funded_deals",
    key: "id",
    columns: [
      ref("grant_id", "grant", "grant"),
      ref("deal_id", "deal", "deal"),
      partner,
      day("touched_on", "touchedOn"),
    ],
  },
  answer: {
    table: "satisfaction_answers",
    key: "id",
    columns: [
      partner,
      ref("account_id", "account", "account"),
      ref("person_id", "person", "person"),
      ...texts("kind", "comment"),
      whole("score", "score"),
      day("answered_on", "answeredOn"),
    ],
  },
  ticket: {
    table: "support_tickets",
    key: "id",
    columns: [
      partner,
      ref("account_id", "account", "account"),
      text("subject", "subject"),
      text("severity", "severity", sql`'normal'`),
      moment("opened_at", "openedAt"),
      moment("resolved_at", "resolvedAt"),
    ],
  },
  integration: { table: "integrations", key: "id", columns: [partner, text("name", "name"), day("live_on", "liveOn")] },
  install: {
    table: "installs",
    key: "id",
    columns: [
      ref("integration_id", "integration", "integration"),
      partner,
      ref("account_id", "account", "account"),
      day("installed_on", "installedOn"),
      day("configured_on", "configuredOn"),
      day("synced_on", "syncedOn"),
      day("uninstalled_on", "uninstalledOn"),
    ],
  },
  uptime: {
    table: "uptime_days",
    key: "id",
    columns: [
      ref("integration_id", "integration", "integration"),
      partner,
      day("on", "on"),
      whole("minutes_up", "minutesUp"),
      whole("minutes_observed", "minutesObserved"),
    ],
  },
  engagement: {
    table: "engagements",
    key: "id",
    columns: [partner, ref("person_id", "person", "person"), ...texts("kind", "title"), day("on", "on")],
  },
} satisfies Record<string, Landing>;
