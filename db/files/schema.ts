import { sql } from "drizzle-orm";
import { check, customType, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "@/db/columns";
import { deals } from "@/db/deals/schema";
import { fundClaims } from "@/db/funds/schema";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { registrations } from "@/db/registrations/schema";

const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** A file that belongs to a registration, a deal, a claim of funds, where it is proof, or a partner. With a partner: it reads it too; without: it is for staff alone. */
export const files = pgTable(
  "files",
  {
    id: id(),
    registrationId: uuid("registration_id").references(() => registrations.id, { onDelete: "cascade" }),
    dealId: uuid("deal_id").references(() => deals.id, { onDelete: "cascade" }),
    fundClaimId: uuid("fund_claim_id").references(() => fundClaims.id),
    /** The partner whose record it belongs to. */
    aboutId: uuid("about_id").references(() => partners.id),
    partnerId: uuid("partner_id").references(() => partners.id),
    name: text("name").notNull(),
    type: text("type").notNull(),
    size: integer("size").notNull(),
    sha256: text("sha256").notNull(),
    content: bytes("content").notNull(),
    addedById: uuid("added_by_id")
      .default(sql`nullif(current_setting('app.person_id', true), '')::uuid`)
      .references(() => people.id),
    addedAt: instant("added_at").notNull().defaultNow(),
  },
  (t) => [
    index("files_registration").on(t.registrationId),
    index("files_deal").on(t.dealId),
    index("files_fund_claim").on(t.fundClaimId),
    index("files_about").on(t.aboutId),
    check("files_of_one", sql`num_nonnulls(${t.registrationId}, ${t.dealId}, ${t.fundClaimId}, ${t.aboutId}) = 1`),
    check("files_size", sql`${t.size} between 1 and 10485760 and ${t.size} = octet_length(${t.content})`),
  ],
);
