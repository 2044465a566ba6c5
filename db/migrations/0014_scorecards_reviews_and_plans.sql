CREATE TABLE "joint_plans" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"summary" text,
	"from_on" date NOT NULL,
	"to_on" date NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"internal_note" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by_id" uuid,
	"agreed_at" timestamp with time zone,
	CONSTRAINT "joint_plans_state" CHECK ("joint_plans"."state" in ('draft','agreed','ended')),
	CONSTRAINT "joint_plans_span" CHECK (extract(day from "joint_plans"."from_on") = 1 and (extract(year from age("joint_plans"."to_on", "joint_plans"."from_on")) * 12 + extract(month from age("joint_plans"."to_on", "joint_plans"."from_on"))) between 18 and 36)
);
--> statement-breakpoint
CREATE TABLE "plan_activities" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"plan_id" uuid NOT NULL,
	"goal_id" uuid,
	"partner_id" uuid NOT NULL,
	"side" text NOT NULL,
	"title" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"due_on" date NOT NULL,
	"done_at" timestamp with time zone,
	"done_by_id" uuid,
	CONSTRAINT "plan_activities_side" CHECK ("plan_activities"."side" in ('program','partner'))
);
--> statement-breakpoint
CREATE TABLE "plan_goals" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"plan_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"title" text NOT NULL,
	"metric" text NOT NULL,
	"staff_owner_id" uuid NOT NULL,
	"partner_owner_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "plan_targets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"goal_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"from_on" date NOT NULL,
	"to_on" date NOT NULL,
	"value" numeric NOT NULL
);
--> statement-breakpoint
CREATE TABLE "review_figures" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"review_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"metric_id" uuid,
	"layer" text NOT NULL,
	"position" integer NOT NULL,
	"label" text NOT NULL,
	"value" text,
	"target" text,
	"exact_value" numeric,
	"status" text NOT NULL,
	"says" text NOT NULL,
	"shared" boolean NOT NULL,
	CONSTRAINT "review_figures_layer" CHECK ("review_figures"."layer" in ('outcome','driver','health','operation')),
	CONSTRAINT "review_figures_status" CHECK ("review_figures"."status" in ('on_track','at_risk','behind','no_data'))
);
--> statement-breakpoint
CREATE TABLE "review_items" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"review_id" uuid NOT NULL,
	"scorecard_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"owner_id" uuid,
	"due_on" date,
	"metric_id" uuid,
	"expected" numeric,
	"started_at_value" numeric,
	"state" text DEFAULT 'open' NOT NULL,
	"outcome" text,
	"proposed" boolean DEFAULT false NOT NULL,
	"shared" boolean DEFAULT true NOT NULL,
	"internal_note" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by_id" uuid,
	"ended_at" timestamp with time zone,
	"ended_by_id" uuid,
	"ended_in_id" uuid,
	CONSTRAINT "review_items_kind" CHECK ("review_items"."kind" in ('change','risk','blocker','decision','experiment')),
	CONSTRAINT "review_items_state" CHECK ("review_items"."state" in ('open','done','dropped')),
	CONSTRAINT "review_items_decision" CHECK ("review_items"."kind" not in ('decision','experiment') or ("review_items"."owner_id" is not null and "review_items"."due_on" is not null)),
	CONSTRAINT "review_items_experiment" CHECK ("review_items"."kind" <> 'experiment' or "review_items"."expected" is not null)
);
--> statement-breakpoint
CREATE TABLE "scorecard_metrics" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"scorecard_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"layer" text NOT NULL,
	"position" integer NOT NULL,
	"metric" text,
	"name" text,
	"unit" text,
	"better" text,
	"owner_id" uuid NOT NULL,
	"baseline" numeric,
	"baseline_says" text,
	"target" numeric,
	"cadence" text NOT NULL,
	"shared" boolean DEFAULT true NOT NULL,
	"added_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "scorecard_metrics_layer" CHECK ("scorecard_metrics"."layer" in ('outcome','driver','health','operation')),
	CONSTRAINT "scorecard_metrics_cadence" CHECK ("scorecard_metrics"."cadence" in ('weekly','biweekly','monthly','quarterly')),
	CONSTRAINT "scorecard_metrics_kind" CHECK (("scorecard_metrics"."metric" is not null and "scorecard_metrics"."name" is null) or ("scorecard_metrics"."metric" is null and "scorecard_metrics"."name" is not null and "scorecard_metrics"."unit" is not null and "scorecard_metrics"."better" is not null)),
	CONSTRAINT "scorecard_metrics_unit" CHECK ("scorecard_metrics"."unit" in ('percent','count','days','hours','score','ratio')),
	CONSTRAINT "scorecard_metrics_better" CHECK ("scorecard_metrics"."better" in ('up','down')),
	CONSTRAINT "scorecard_metrics_outcome_shared" CHECK ("scorecard_metrics"."shared" or "scorecard_metrics"."layer" <> 'outcome')
);
--> statement-breakpoint
CREATE TABLE "scorecard_reviews" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"scorecard_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"due_on" date NOT NULL,
	"held_on" date NOT NULL,
	"from_on" date NOT NULL,
	"to_on" date NOT NULL,
	"status" text NOT NULL,
	"says" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_by_id" uuid,
	"closed_at" timestamp with time zone,
	"closed_by_id" uuid,
	"summary" text,
	"no_decision_reason" text,
	"internal_note" text,
	CONSTRAINT "scorecard_reviews_state" CHECK ("scorecard_reviews"."state" in ('open','closed')),
	CONSTRAINT "scorecard_reviews_closed" CHECK (("scorecard_reviews"."state" = 'closed') = ("scorecard_reviews"."closed_at" is not null)),
	CONSTRAINT "scorecard_reviews_status" CHECK ("scorecard_reviews"."status" in ('on_track','at_risk','behind','no_data'))
);
--> statement-breakpoint
CREATE TABLE "scorecard_values" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"metric_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"on" date NOT NULL,
	"value" numeric NOT NULL,
	"source" text NOT NULL,
	"entered_at" timestamp with time zone DEFAULT now() NOT NULL,
	"entered_by_id" uuid
);
--> statement-breakpoint
CREATE TABLE "scorecards" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid NOT NULL,
	"template" text NOT NULL,
	"goal" text NOT NULL,
	"cadence" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"next_review_on" date NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by_id" uuid,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "scorecards_template" CHECK ("scorecards"."template" in ('referral','strategic','platform','co_marketing')),
	CONSTRAINT "scorecards_cadence" CHECK ("scorecards"."cadence" in ('weekly','biweekly','monthly','quarterly')),
	CONSTRAINT "scorecards_goal" CHECK (length("scorecards"."goal") between 1 and 200 and "scorecards"."goal" !~ '[[:cntrl:]]')
);
--> statement-breakpoint
ALTER TABLE "joint_plans" ADD CONSTRAINT "joint_plans_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "joint_plans" ADD CONSTRAINT "joint_plans_created_by_id_people_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_activities" ADD CONSTRAINT "plan_activities_plan_id_joint_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."joint_plans"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_activities" ADD CONSTRAINT "plan_activities_goal_id_plan_goals_id_fk" FOREIGN KEY ("goal_id") REFERENCES "public"."plan_goals"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_activities" ADD CONSTRAINT "plan_activities_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_activities" ADD CONSTRAINT "plan_activities_owner_id_people_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_activities" ADD CONSTRAINT "plan_activities_done_by_id_people_id_fk" FOREIGN KEY ("done_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_goals" ADD CONSTRAINT "plan_goals_plan_id_joint_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."joint_plans"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_goals" ADD CONSTRAINT "plan_goals_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_goals" ADD CONSTRAINT "plan_goals_staff_owner_id_people_id_fk" FOREIGN KEY ("staff_owner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_goals" ADD CONSTRAINT "plan_goals_partner_owner_id_people_id_fk" FOREIGN KEY ("partner_owner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_targets" ADD CONSTRAINT "plan_targets_goal_id_plan_goals_id_fk" FOREIGN KEY ("goal_id") REFERENCES "public"."plan_goals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_targets" ADD CONSTRAINT "plan_targets_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_figures" ADD CONSTRAINT "review_figures_review_id_scorecard_reviews_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."scorecard_reviews"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_figures" ADD CONSTRAINT "review_figures_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_figures" ADD CONSTRAINT "review_figures_metric_id_scorecard_metrics_id_fk" FOREIGN KEY ("metric_id") REFERENCES "public"."scorecard_metrics"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_items" ADD CONSTRAINT "review_items_review_id_scorecard_reviews_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."scorecard_reviews"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_items" ADD CONSTRAINT "review_items_scorecard_id_scorecards_id_fk" FOREIGN KEY ("scorecard_id") REFERENCES "public"."scorecards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_items" ADD CONSTRAINT "review_items_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_items" ADD CONSTRAINT "review_items_owner_id_people_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_items" ADD CONSTRAINT "review_items_metric_id_scorecard_metrics_id_fk" FOREIGN KEY ("metric_id") REFERENCES "public"."scorecard_metrics"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_items" ADD CONSTRAINT "review_items_created_by_id_people_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_items" ADD CONSTRAINT "review_items_ended_by_id_people_id_fk" FOREIGN KEY ("ended_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_items" ADD CONSTRAINT "review_items_ended_in_id_scorecard_reviews_id_fk" FOREIGN KEY ("ended_in_id") REFERENCES "public"."scorecard_reviews"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scorecard_metrics" ADD CONSTRAINT "scorecard_metrics_scorecard_id_scorecards_id_fk" FOREIGN KEY ("scorecard_id") REFERENCES "public"."scorecards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scorecard_metrics" ADD CONSTRAINT "scorecard_metrics_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scorecard_metrics" ADD CONSTRAINT "scorecard_metrics_owner_id_people_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scorecard_reviews" ADD CONSTRAINT "scorecard_reviews_scorecard_id_scorecards_id_fk" FOREIGN KEY ("scorecard_id") REFERENCES "public"."scorecards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scorecard_reviews" ADD CONSTRAINT "scorecard_reviews_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scorecard_reviews" ADD CONSTRAINT "scorecard_reviews_started_by_id_people_id_fk" FOREIGN KEY ("started_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scorecard_reviews" ADD CONSTRAINT "scorecard_reviews_closed_by_id_people_id_fk" FOREIGN KEY ("closed_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scorecard_values" ADD CONSTRAINT "scorecard_values_metric_id_scorecard_metrics_id_fk" FOREIGN KEY ("metric_id") REFERENCES "public"."scorecard_metrics"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scorecard_values" ADD CONSTRAINT "scorecard_values_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scorecard_values" ADD CONSTRAINT "scorecard_values_entered_by_id_people_id_fk" FOREIGN KEY ("entered_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scorecards" ADD CONSTRAINT "scorecards_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scorecards" ADD CONSTRAINT "scorecards_owner_id_people_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scorecards" ADD CONSTRAINT "scorecards_created_by_id_people_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "joint_plans_one" ON "joint_plans" USING btree ("partner_id") WHERE "joint_plans"."state" <> 'ended';--> statement-breakpoint
CREATE INDEX "joint_plans_partner" ON "joint_plans" USING btree ("partner_id","from_on");--> statement-breakpoint
CREATE INDEX "plan_activities_plan" ON "plan_activities" USING btree ("plan_id","due_on");--> statement-breakpoint
CREATE INDEX "plan_activities_partner" ON "plan_activities" USING btree ("partner_id");--> statement-breakpoint
CREATE INDEX "plan_goals_plan" ON "plan_goals" USING btree ("plan_id","position");--> statement-breakpoint
CREATE INDEX "plan_goals_partner" ON "plan_goals" USING btree ("partner_id");--> statement-breakpoint
CREATE UNIQUE INDEX "plan_targets_quarter" ON "plan_targets" USING btree ("goal_id","from_on");--> statement-breakpoint
CREATE INDEX "plan_targets_partner" ON "plan_targets" USING btree ("partner_id");--> statement-breakpoint
CREATE INDEX "review_figures_review" ON "review_figures" USING btree ("review_id","layer","position");--> statement-breakpoint
CREATE INDEX "review_figures_partner" ON "review_figures" USING btree ("partner_id");--> statement-breakpoint
CREATE INDEX "review_items_review" ON "review_items" USING btree ("review_id","kind");--> statement-breakpoint
CREATE INDEX "review_items_open" ON "review_items" USING btree ("scorecard_id","state");--> statement-breakpoint
CREATE INDEX "review_items_partner" ON "review_items" USING btree ("partner_id");--> statement-breakpoint
CREATE INDEX "scorecard_metrics_scorecard" ON "scorecard_metrics" USING btree ("scorecard_id","layer","position");--> statement-breakpoint
CREATE INDEX "scorecard_metrics_partner" ON "scorecard_metrics" USING btree ("partner_id");--> statement-breakpoint
CREATE UNIQUE INDEX "scorecard_metrics_once" ON "scorecard_metrics" USING btree ("scorecard_id","metric") WHERE "scorecard_metrics"."removed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "scorecard_reviews_number" ON "scorecard_reviews" USING btree ("scorecard_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "scorecard_reviews_one_open" ON "scorecard_reviews" USING btree ("scorecard_id") WHERE "scorecard_reviews"."state" = 'open';--> statement-breakpoint
CREATE INDEX "scorecard_reviews_partner" ON "scorecard_reviews" USING btree ("partner_id","state");--> statement-breakpoint
CREATE INDEX "scorecard_values_metric" ON "scorecard_values" USING btree ("metric_id","on","entered_at");--> statement-breakpoint
CREATE INDEX "scorecard_values_partner" ON "scorecard_values" USING btree ("partner_id");--> statement-breakpoint
CREATE UNIQUE INDEX "scorecards_partner" ON "scorecards" USING btree ("partner_id");--> statement-breakpoint
CREATE INDEX "scorecards_due" ON "scorecards" USING btree ("next_review_on");