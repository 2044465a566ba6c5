CREATE TABLE "metric_cohorts" (
	"metric" text NOT NULL,
	"from_on" date NOT NULL,
	"to_on" date NOT NULL,
	"type" text NOT NULL,
	"tier" text NOT NULL,
	"partners" integer NOT NULL,
	"q1" numeric NOT NULL,
	"median" numeric NOT NULL,
	"q3" numeric NOT NULL,
	"counted_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "metric_cohorts_metric_from_on_to_on_type_tier_pk" PRIMARY KEY("metric","from_on","to_on","type","tier"),
	CONSTRAINT "metric_cohorts_five" CHECK ("metric_cohorts"."partners" >= 5)
);
--> statement-breakpoint
CREATE INDEX "deals_by_partner" ON "deals" USING btree ("partner_id","id");--> statement-breakpoint
CREATE INDEX "deals_by_owner" ON "deals" USING btree ("owner_id","id");--> statement-breakpoint
CREATE INDEX "deals_by_closed" ON "deals" USING btree (coalesce("closed_on", '-infinity'::date),"id");--> statement-breakpoint
CREATE INDEX "deals_by_expected" ON "deals" USING btree (coalesce("expected_close_on", '-infinity'::date),"id");--> statement-breakpoint
CREATE INDEX "deals_by_outcome" ON "deals" USING btree ("outcome","id");--> statement-breakpoint
CREATE INDEX "deals_open_by_expected" ON "deals" USING btree (coalesce("expected_close_on", '-infinity'::date),"id") WHERE "deals"."outcome" = 'open';--> statement-breakpoint
CREATE INDEX "partners_by_name" ON "partners" USING btree ((lower("left"("name", 200)) || ' ' || "id"::text));