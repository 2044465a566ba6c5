CREATE TABLE "tier_criteria" (
	"key" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tier_evaluations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"as_of" date NOT NULL,
	"scheduled" boolean NOT NULL,
	"tiers" jsonb NOT NULL,
	"partners" integer NOT NULL,
	"person_id" uuid,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"hash" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tier_move_events" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"move_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"person_id" uuid,
	"text" text,
	"told_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "tier_moves" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid NOT NULL,
	"evaluation_id" uuid NOT NULL,
	"as_of" date NOT NULL,
	"kind" text NOT NULL,
	"from_tier" text,
	"to_tier" text,
	"steps" integer NOT NULL,
	"unrated" integer NOT NULL,
	"status" text DEFAULT 'proposed' NOT NULL,
	"proposed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"approved_by_id" uuid,
	"effective_on" date,
	"appeal_until" date,
	"answered_by_id" uuid,
	"closed_at" timestamp with time zone,
	CONSTRAINT "tier_moves_status" CHECK ("tier_moves"."status" in ('proposed','approved','notice','appealed','done','declined','withdrawn','cured','upheld','replaced') and "tier_moves"."kind" in ('promotion','demotion')),
	CONSTRAINT "tier_moves_approved" CHECK ("tier_moves"."status" in ('proposed','declined','replaced') or ("tier_moves"."approved_by_id" is not null and "tier_moves"."effective_on" is not null)),
	CONSTRAINT "tier_moves_another_answers" CHECK ("tier_moves"."answered_by_id" <> "tier_moves"."approved_by_id")
);
--> statement-breakpoint
CREATE TABLE "tier_snapshots" (
	"evaluation_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"amounts" jsonb NOT NULL,
	"tier_then" text,
	"tier_earned" text,
	"unrated" integer NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "tier_snapshots_evaluation_id_partner_id_pk" PRIMARY KEY("evaluation_id","partner_id")
);
--> statement-breakpoint
CREATE TABLE "tier_values" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid NOT NULL,
	"criterion" text NOT NULL,
	"value" numeric NOT NULL,
	"on_day" date NOT NULL,
	"source" text NOT NULL,
	"person_id" uuid,
	"entered_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tier_values_value" CHECK ("tier_values"."value" between 0 and 1000000000000)
);
--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "tier_review" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "tier_grace_days" integer DEFAULT 30 NOT NULL;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "tier_appeal_days" integer DEFAULT 14 NOT NULL;--> statement-breakpoint
ALTER TABLE "tiers" ADD COLUMN "benefits" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "tier_move_events" ADD CONSTRAINT "tier_move_events_move_id_tier_moves_id_fk" FOREIGN KEY ("move_id") REFERENCES "public"."tier_moves"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_move_events" ADD CONSTRAINT "tier_move_events_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_moves" ADD CONSTRAINT "tier_moves_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_values" ADD CONSTRAINT "tier_values_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_values" ADD CONSTRAINT "tier_values_criterion_tier_criteria_key_fk" FOREIGN KEY ("criterion") REFERENCES "public"."tier_criteria"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_values" ADD CONSTRAINT "tier_values_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "tier_evaluations_scheduled" ON "tier_evaluations" USING btree ("as_of") WHERE "tier_evaluations"."scheduled";--> statement-breakpoint
CREATE INDEX "tier_evaluations_at" ON "tier_evaluations" USING btree ("at");--> statement-breakpoint
CREATE INDEX "tier_move_events_move" ON "tier_move_events" USING btree ("move_id","at");--> statement-breakpoint
CREATE INDEX "tier_move_events_untold" ON "tier_move_events" USING btree ("at") WHERE "tier_move_events"."told_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "tier_moves_one_open" ON "tier_moves" USING btree ("partner_id") WHERE "tier_moves"."status" in ('proposed','approved','notice','appealed');--> statement-breakpoint
CREATE INDEX "tier_moves_partner" ON "tier_moves" USING btree ("partner_id","proposed_at");--> statement-breakpoint
CREATE INDEX "tier_moves_status" ON "tier_moves" USING btree ("status","proposed_at");--> statement-breakpoint
CREATE INDEX "tier_snapshots_partner" ON "tier_snapshots" USING btree ("partner_id");--> statement-breakpoint
CREATE INDEX "tier_values_partner" ON "tier_values" USING btree ("partner_id","criterion","on_day");--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_tiers" CHECK ("settings"."tier_review" in ('none','monthly','quarterly','yearly') and "settings"."tier_grace_days" between 1 and 1000 and "settings"."tier_appeal_days" between 1 and "settings"."tier_grace_days");