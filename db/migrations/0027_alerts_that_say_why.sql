CREATE TABLE "alert_events" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"alert_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"kind" text NOT NULL,
	"person_id" uuid DEFAULT nullif(current_setting('app.person_id', true), '')::uuid,
	"text" text
);
--> statement-breakpoint
CREATE TABLE "alert_rule_choices" (
	"rule" text PRIMARY KEY NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"thresholds" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"to_manager" boolean,
	"roles" text[],
	"severity" integer,
	"evaluated_at" timestamp with time zone,
	"took_ms" integer,
	"holding" integer
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"rule" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"partner_id" uuid,
	"name" text NOT NULL,
	"shared" boolean NOT NULL,
	"severity" integer NOT NULL,
	"figures" jsonb NOT NULL,
	"raised_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	"owner_id" uuid,
	"assigned_at" timestamp with time zone,
	"roles" text[] NOT NULL,
	"snoozed_until" date,
	"resolved_at" timestamp with time zone,
	"resolved_by_id" uuid,
	"outcome" text,
	"note" text,
	CONSTRAINT "alerts_severity" CHECK ("alerts"."severity" between 1 and 3),
	CONSTRAINT "alerts_resolved" CHECK (("alerts"."resolved_at" is null) = ("alerts"."outcome" is null)),
	CONSTRAINT "alerts_shared" CHECK (not "alerts"."shared" or "alerts"."partner_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "digest_choices" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"rhythm" text DEFAULT 'daily' NOT NULL,
	"hour" integer DEFAULT 8 NOT NULL,
	"weekday" integer DEFAULT 1 NOT NULL,
	"time_zone" text,
	"urgent" boolean DEFAULT true NOT NULL,
	CONSTRAINT "digest_choices_times" CHECK ("digest_choices"."hour" between 0 and 23 and "digest_choices"."weekday" between 1 and 7),
	CONSTRAINT "digest_choices_rhythm" CHECK ("digest_choices"."rhythm" in ('daily','weekly','off'))
);
--> statement-breakpoint
CREATE TABLE "digests" (
	"person_id" uuid NOT NULL,
	"key" text NOT NULL,
	"on" date NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"alerts" integer NOT NULL,
	CONSTRAINT "digests_person_id_key_pk" PRIMARY KEY("person_id","key")
);
--> statement-breakpoint
CREATE TABLE "page_views" (
	"on" date NOT NULL,
	"page" text NOT NULL,
	"role" text NOT NULL,
	"partner_id" uuid,
	"views" integer NOT NULL,
	CONSTRAINT "page_views_once" UNIQUE NULLS NOT DISTINCT("on","page","role","partner_id")
);
--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "usage_days" integer DEFAULT 400 NOT NULL;--> statement-breakpoint
ALTER TABLE "alert_events" ADD CONSTRAINT "alert_events_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alerts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_events" ADD CONSTRAINT "alert_events_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_owner_id_people_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_resolved_by_id_people_id_fk" FOREIGN KEY ("resolved_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_choices" ADD CONSTRAINT "digest_choices_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_events_alert" ON "alert_events" USING btree ("alert_id","at");--> statement-breakpoint
CREATE INDEX "alert_events_at" ON "alert_events" USING btree ("at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_once" ON "alerts" USING btree ("rule","subject_id") WHERE "alerts"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_open" ON "alerts" USING btree ("severity","raised_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "alerts"."ended_at" is null and "alerts"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_open_owner" ON "alerts" USING btree ("owner_id","severity") WHERE "alerts"."ended_at" is null and "alerts"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_raised" ON "alerts" USING btree ("raised_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "alerts_partner" ON "alerts" USING btree ("partner_id","raised_at");--> statement-breakpoint
CREATE INDEX "digests_day" ON "digests" USING btree ("person_id","on");--> statement-breakpoint
CREATE INDEX "page_views_partner" ON "page_views" USING btree ("partner_id","on");--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_usage" CHECK ("settings"."usage_days" between 30 and 4000);