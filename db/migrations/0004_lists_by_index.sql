CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
CREATE TABLE "partner_deals" (
	"deal_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"role" text NOT NULL,
	"outcome" text NOT NULL,
	"stage" text NOT NULL,
	"accepted" boolean NOT NULL,
	"opened_on" date,
	"closed_on" date,
	"expected_close_on" date,
	"reported_e4" bigint,
	"name" text NOT NULL,
	"account_name" text,
	"industry" text,
	CONSTRAINT "partner_deals_deal_id_partner_id_pk" PRIMARY KEY("deal_id","partner_id")
);
--> statement-breakpoint
CREATE TABLE "partner_standings" (
	"partner_id" uuid PRIMARY KEY NOT NULL,
	"as_of" date NOT NULL,
	"open_deals" integer NOT NULL,
	"pipeline_e4" bigint NOT NULL,
	"won_e4" bigint NOT NULL,
	"missing" integer NOT NULL
);
--> statement-breakpoint
DROP INDEX "deals_closed";--> statement-breakpoint
DROP INDEX "deals_opened";--> statement-breakpoint
DROP INDEX "deals_owner";--> statement-breakpoint
ALTER TABLE "deals" ADD COLUMN "account_name" text;--> statement-breakpoint
ALTER TABLE "deals" DISABLE TRIGGER USER;--> statement-breakpoint
UPDATE "deals" d SET "account_name" = a."name" FROM "accounts" a WHERE a."id" = d."account_id";--> statement-breakpoint
ALTER TABLE "deals" ENABLE TRIGGER USER;--> statement-breakpoint
INSERT INTO "partner_deals" ("deal_id", "partner_id", "role", "outcome", "stage", "accepted", "opened_on", "closed_on", "expected_close_on", "reported_e4", "name", "account_name", "industry")
SELECT d."id", p."partner_id", p."role", d."outcome", d."stage", d."accepted", d."opened_on", d."closed_on", d."expected_close_on", d."reported_e4", left(d."name", 200), left(d."account_name", 200), left(a."industry", 100)
FROM "deal_partners" p JOIN "deals" d ON d."id" = p."deal_id" LEFT JOIN "accounts" a ON a."id" = d."account_id";--> statement-breakpoint
CREATE INDEX "partner_deals_all" ON "partner_deals" USING btree ("partner_id","opened_on","deal_id","role","outcome","stage","accepted","closed_on","expected_close_on","reported_e4","industry","name","account_name");--> statement-breakpoint
CREATE INDEX "accounts_industry" ON "accounts" USING btree ("industry");--> statement-breakpoint
CREATE INDEX "deals_expected" ON "deals" USING btree ("expected_close_on","outcome","opened_on","closed_on","id","reported_e4","stage");--> statement-breakpoint
CREATE INDEX "deals_by_opened" ON "deals" USING btree (coalesce("opened_on", '-infinity'::date),"id");--> statement-breakpoint
CREATE INDEX "deals_by_closes" ON "deals" USING btree (coalesce("closed_on", "expected_close_on", '-infinity'::date),"id");--> statement-breakpoint
CREATE INDEX "deals_by_amount" ON "deals" USING btree (coalesce("reported_e4", -1000000000000000),"id");--> statement-breakpoint
CREATE INDEX "deals_by_name" ON "deals" USING btree (lower("left"("name", 200)),"id");--> statement-breakpoint
CREATE INDEX "deals_by_account" ON "deals" USING btree (lower("left"(coalesce("account_name", ''), 200)),"id");--> statement-breakpoint
CREATE INDEX "deals_open_by_opened" ON "deals" USING btree (coalesce("opened_on", '-infinity'::date),"id") WHERE "deals"."outcome" = 'open';--> statement-breakpoint
CREATE INDEX "deals_open_by_closes" ON "deals" USING btree (coalesce("closed_on", "expected_close_on", '-infinity'::date),"id") WHERE "deals"."outcome" = 'open';--> statement-breakpoint
CREATE INDEX "deals_open_by_amount" ON "deals" USING btree (coalesce("reported_e4", -1000000000000000),"id") WHERE "deals"."outcome" = 'open';--> statement-breakpoint
CREATE INDEX "deals_open_by_name" ON "deals" USING btree (lower("left"("name", 200)),"id") WHERE "deals"."outcome" = 'open';--> statement-breakpoint
CREATE INDEX "deals_open_by_account" ON "deals" USING btree (lower("left"(coalesce("account_name", ''), 200)),"id") WHERE "deals"."outcome" = 'open';--> statement-breakpoint
CREATE INDEX "deals_closed_by_opened" ON "deals" USING btree (coalesce("opened_on", '-infinity'::date),"id") WHERE "deals"."outcome" <> 'open';--> statement-breakpoint
CREATE INDEX "deals_closed_by_closes" ON "deals" USING btree (coalesce("closed_on", "expected_close_on", '-infinity'::date),"id") WHERE "deals"."outcome" <> 'open';--> statement-breakpoint
CREATE INDEX "deals_not_accepted" ON "deals" USING btree ("id") WHERE not "deals"."accepted";--> statement-breakpoint
CREATE INDEX "deals_by_stage" ON "deals" USING btree ("stage","id","outcome","reported_e4");--> statement-breakpoint
CREATE INDEX "deals_search" ON "deals" USING gin ("name" gin_trgm_ops,"account_name" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "partners_country" ON "partners" USING btree ("country") WHERE "partners"."merged_into_id" is null;--> statement-breakpoint
CREATE INDEX "partners_region" ON "partners" USING btree ("region") WHERE "partners"."merged_into_id" is null;--> statement-breakpoint
CREATE INDEX "partners_territory" ON "partners" USING btree ("territory") WHERE "partners"."merged_into_id" is null;--> statement-breakpoint
CREATE INDEX "deals_closed" ON "deals" USING btree ("closed_on","outcome","opened_on","id","reported_e4","stage","expected_close_on");--> statement-breakpoint
CREATE INDEX "deals_opened" ON "deals" USING btree ("opened_on","outcome","closed_on","id","reported_e4","stage","expected_close_on");--> statement-breakpoint
CREATE INDEX "deals_owner" ON "deals" USING btree ("owner_id",coalesce("opened_on", '-infinity'::date),"id");