import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  check,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { applications } from "@/db/applications/schema";
import { id, instant } from "@/db/columns";
import { partners } from "@/db/partners/schema";

/** Staff, partner people and imported contacts. `access` says whether the person may sign in; `role` what for. */
export const people = pgTable(
  "people",
  {
    id: id(),
    kind: text("kind", { enum: ["staff", "partner"] }).notNull(),
    partnerId: uuid("partner_id").references(() => partners.id),
    name: text("name").notNull(),
    email: text("email"),
    title: text("title"),
    phone: text("phone"),
    /** What the person is for us at their company (lib/record/contacts.ts). */
    part: text("part"),
    /** The day on which somebody last said that this is still right. */
    reviewedOn: date("reviewed_on"),
    role: text("role"),
    access: text("access", { enum: ["none", "invited", "active", "disabled"] })
      .notNull()
      .default("none"),
    managerId: uuid("manager_id"),
    invitedAt: instant("invited_at"),
    invitedById: uuid("invited_by_id"),
    disabledAt: instant("disabled_at"),
    lastSignInAt: instant("last_sign_in_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("people_email").on(sql`lower(${t.email})`),
    index("people_partner").on(t.partnerId, t.name),
    unique("people_partner_id").on(t.partnerId, t.id),
    check("people_kind_partner", sql`(${t.kind} = 'partner') = (${t.partnerId} is not null)`),
    check(
      "people_part",
      sql`${t.part} is null or ${t.part} in ('main','sales','technical','marketing','finance','executive')`,
    ),
    check("people_access", sql`${t.access} in ('none','invited','active','disabled')`),
    check(
      "people_role",
      sql`${t.role} is null or (${t.kind} = 'staff' and ${t.role} in ('admin','program_owner','channel_manager','finance','executive'))
        or (${t.kind} = 'partner' and ${t.role} in ('partner_admin','partner_member'))`,
    ),
    check(
      "people_access_needs_role",
      sql`${t.access} in ('none','disabled') or (${t.role} is not null and ${t.email} is not null)`,
    ),
  ],
);

/** A staff person's identity at the single sign-on provider: issuer and subject, never the e-mail. */
export const staffIdentities = pgTable(
  "staff_identities",
  {
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    linkedAt: instant("linked_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.issuer, t.subject] }), index("staff_identities_person").on(t.personId)],
);

/** A signed-in browser. Only the SHA-256 of the cookie's token is kept; the role is read from the person each time. */
export const sessions = pgTable(
  "sessions",
  {
    id: id(),
    tokenHash: text("token_hash").notNull().unique(),
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    /** `report` is the worker, which reads as the person for a report of theirs: nobody's visit. */
    via: text("via", { enum: ["sso", "link", "report"] }).notNull(),
    /** The provider's own name (sid) of the sign-in there, when it tells: what a back-channel logout names. */
    providerSession: text("provider_session"),
    userAgent: text("user_agent"),
    createdAt: instant("created_at").notNull().defaultNow(),
    lastSeenAt: instant("last_seen_at").notNull().defaultNow(),
    expiresAt: instant("expires_at").notNull(),
    viewAsPartnerId: uuid("view_as_partner_id").references(() => partners.id),
    viewAsUntil: instant("view_as_until"),
  },
  (t) => [index("sessions_person").on(t.personId)],
);

/** A one-time link. `purpose` is part of every look-up, so that a token of one kind never opens another door. */
export const oneTimeTokens = pgTable(
  "one_time_tokens",
  {
    id: id(),
    purpose: text("purpose", { enum: ["sign_in", "application", "application_answer"] }).notNull(),
    tokenHash: text("token_hash").notNull(),
    browserHash: text("browser_hash"),
    /** Whom it signs in; null of a link about an application. */
    personId: uuid("person_id").references(() => people.id, { onDelete: "cascade" }),
    applicationId: uuid("application_id").references((): AnyPgColumn => applications.id, { onDelete: "cascade" }),
    createdAt: instant("created_at").notNull().defaultNow(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [
    unique("one_time_tokens_purpose_hash").on(t.purpose, t.tokenHash),
    index("one_time_tokens_person").on(t.personId),
    index("one_time_tokens_application").on(t.applicationId),
    check(
      "one_time_tokens_for",
      sql`case ${t.purpose} when 'sign_in' then ${t.personId} is not null and ${t.applicationId} is null
      else ${t.personId} is null and ${t.applicationId} is not null end`,
    ),
  ],
);

/** How often something was tried within a window of time, by all processes together. The key is a hash: it names nobody. */
export const attempts = pgTable(
  "attempts",
  {
    key: text("key").primaryKey(),
    count: integer("count").notNull(),
    endsAt: instant("ends_at").notNull(),
  },
  (t) => [index("attempts_ends").on(t.endsAt)],
);

/** A day on which a person used the portal; `pages` counts page views. */
export const visits = pgTable(
  "visits",
  {
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    partnerId: uuid("partner_id").references(() => partners.id),
    on: date("on").notNull(),
    pages: integer("pages").notNull().default(1),
  },
  (t) => [primaryKey({ columns: [t.personId, t.on] }), index("visits_partner_day").on(t.partnerId, t.on)],
);
