CREATE TABLE "metric_answers" (
	"key" text PRIMARY KEY NOT NULL,
	"partner_id" uuid,
	"about_id" uuid,
	"asked_on" date NOT NULL,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"took_ms" integer NOT NULL,
	"visits" boolean NOT NULL,
	"seen" "pg_snapshot" NOT NULL,
	"view" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "metric_changes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "metric_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"partner_id" uuid,
	"visit" boolean DEFAULT false NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "metric_program" (
	"component" text NOT NULL,
	"month" date NOT NULL,
	"dim" text NOT NULL,
	"key" text NOT NULL,
	"value" numeric NOT NULL,
	"facts" bigint NOT NULL,
	"missing" bigint NOT NULL,
	CONSTRAINT "metric_program_component_dim_month_key_pk" PRIMARY KEY("component","dim","month","key")
);
--> statement-breakpoint
TRUNCATE "metric_month";--> statement-breakpoint
ALTER TABLE "metric_month" ADD COLUMN "dim" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "metric_month" ADD COLUMN "key" text DEFAULT '' NOT NULL;--> statement-breakpoint
DROP INDEX "metric_month_component";--> statement-breakpoint
ALTER TABLE "metric_month" DROP CONSTRAINT "metric_month_partner_id_component_month_version_id_pk";--> statement-breakpoint
ALTER TABLE "metric_month" ADD CONSTRAINT "metric_month_partner_id_component_month_version_id_dim_key_pk" PRIMARY KEY("partner_id","component","month","version_id","dim","key");--> statement-breakpoint
CREATE INDEX "metric_answers_asked" ON "metric_answers" USING btree ("asked_at");--> statement-breakpoint
CREATE INDEX "metric_changes_xid" ON "metric_changes" USING btree ("xid");--> statement-breakpoint
CREATE INDEX "registrations_submitted" ON "registrations" USING btree ("submitted_on","partner_id");--> statement-breakpoint
CREATE INDEX "registrations_decided" ON "registrations" USING btree ("decided_on","partner_id");--> statement-breakpoint
CREATE INDEX "training_assignments_due" ON "training_assignments" USING btree ("due_on");--> statement-breakpoint
CREATE INDEX "training_assignments_completed" ON "training_assignments" USING btree ("completed_on");--> statement-breakpoint
CREATE INDEX "channel_costs_day" ON "channel_costs" USING btree ("spent_on");--> statement-breakpoint
CREATE INDEX "revenue_lines_day" ON "revenue_lines" USING btree ("invoiced_on");--> statement-breakpoint
CREATE INDEX "metric_month_component" ON "metric_month" USING btree ("component","dim","month");--> statement-breakpoint
INSERT INTO "metric_dirty" ("partner_id") SELECT "id" FROM "partners";
