CREATE TABLE "engagements" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid NOT NULL,
	"person_id" uuid,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"on" date NOT NULL,
	CONSTRAINT "engagements_kind" CHECK ("engagements"."kind" in ('content','co_marketing'))
);
--> statement-breakpoint
CREATE TABLE "funded_deals" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"grant_id" uuid NOT NULL,
	"deal_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"touched_on" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incentive_grants" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"amount_e4" bigint NOT NULL,
	"currency" text NOT NULL,
	"reported_e4" bigint,
	"granted_on" date NOT NULL,
	"name" text,
	CONSTRAINT "incentive_grants_kind" CHECK ("incentive_grants"."kind" in ('mdf','rebate','reward'))
);
--> statement-breakpoint
CREATE TABLE "incentive_uses" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"grant_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"amount_e4" bigint NOT NULL,
	"currency" text NOT NULL,
	"reported_e4" bigint,
	"used_on" date NOT NULL,
	"reference" text
);
--> statement-breakpoint
CREATE TABLE "installs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"integration_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"account_id" uuid,
	"installed_on" date NOT NULL,
	"configured_on" date,
	"synced_on" date,
	"uninstalled_on" date,
	CONSTRAINT "installs_order" CHECK ("installs"."uninstalled_on" is null or "installs"."uninstalled_on" >= "installs"."installed_on")
);
--> statement-breakpoint
CREATE TABLE "integrations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"live_on" date
);
--> statement-breakpoint
CREATE TABLE "uptime_days" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"integration_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"on" date NOT NULL,
	"minutes_up" integer NOT NULL,
	"minutes_observed" integer NOT NULL,
	CONSTRAINT "uptime_days_once" UNIQUE("integration_id","on"),
	CONSTRAINT "uptime_days_minutes" CHECK ("uptime_days"."minutes_up" between 0 and "uptime_days"."minutes_observed" and "uptime_days"."minutes_observed" <= 1500)
);
--> statement-breakpoint
CREATE TABLE "partner_families" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid NOT NULL,
	"family" text NOT NULL,
	"from_on" date,
	"until_on" date
);
--> statement-breakpoint
CREATE TABLE "satisfaction_answers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid,
	"account_id" uuid,
	"person_id" uuid,
	"kind" text NOT NULL,
	"score" integer NOT NULL,
	"answered_on" date NOT NULL,
	"comment" text,
	CONSTRAINT "satisfaction_answers_score" CHECK (("satisfaction_answers"."kind" = 'pulse' and "satisfaction_answers"."partner_id" is not null and "satisfaction_answers"."score" between 0 and 10) or ("satisfaction_answers"."kind" = 'csat' and "satisfaction_answers"."score" between 1 and 5))
);
--> statement-breakpoint
CREATE TABLE "support_tickets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid,
	"account_id" uuid,
	"subject" text NOT NULL,
	"severity" text DEFAULT 'normal' NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"opened_on" date NOT NULL,
	"resolved_at" timestamp with time zone,
	"resolved_on" date,
	CONSTRAINT "support_tickets_severity" CHECK ("support_tickets"."severity" in ('low','normal','high','critical')),
	CONSTRAINT "support_tickets_order" CHECK ("support_tickets"."resolved_at" is null or "support_tickets"."resolved_at" >= "support_tickets"."opened_at")
);
--> statement-breakpoint
DROP INDEX "revenue_lines_deal";--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "contract_signed_on" date;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "yearly_cost_e4" bigint;--> statement-breakpoint
ALTER TABLE "targets" ADD COLUMN "kind" text DEFAULT 'target' NOT NULL;--> statement-breakpoint
ALTER TABLE "engagements" ADD CONSTRAINT "engagements_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engagements" ADD CONSTRAINT "engagements_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "funded_deals" ADD CONSTRAINT "funded_deals_grant_id_incentive_grants_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."incentive_grants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "funded_deals" ADD CONSTRAINT "funded_deals_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "funded_deals" ADD CONSTRAINT "funded_deals_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incentive_grants" ADD CONSTRAINT "incentive_grants_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incentive_uses" ADD CONSTRAINT "incentive_uses_grant_id_incentive_grants_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."incentive_grants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incentive_uses" ADD CONSTRAINT "incentive_uses_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "installs" ADD CONSTRAINT "installs_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "installs" ADD CONSTRAINT "installs_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "installs" ADD CONSTRAINT "installs_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "uptime_days" ADD CONSTRAINT "uptime_days_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "uptime_days" ADD CONSTRAINT "uptime_days_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_families" ADD CONSTRAINT "partner_families_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "satisfaction_answers" ADD CONSTRAINT "satisfaction_answers_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "satisfaction_answers" ADD CONSTRAINT "satisfaction_answers_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "satisfaction_answers" ADD CONSTRAINT "satisfaction_answers_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support_tickets" ADD CONSTRAINT "support_tickets_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support_tickets" ADD CONSTRAINT "support_tickets_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "engagements_partner" ON "engagements" USING btree ("partner_id","kind","on");--> statement-breakpoint
CREATE INDEX "engagements_day" ON "engagements" USING btree ("kind","on");--> statement-breakpoint
CREATE INDEX "funded_deals_grant" ON "funded_deals" USING btree ("grant_id");--> statement-breakpoint
CREATE INDEX "funded_deals_deal" ON "funded_deals" USING btree ("deal_id");--> statement-breakpoint
CREATE INDEX "funded_deals_partner" ON "funded_deals" USING btree ("partner_id","touched_on");--> statement-breakpoint
CREATE INDEX "funded_deals_day" ON "funded_deals" USING btree ("touched_on");--> statement-breakpoint
CREATE INDEX "incentive_grants_partner" ON "incentive_grants" USING btree ("partner_id","granted_on");--> statement-breakpoint
CREATE INDEX "incentive_grants_day" ON "incentive_grants" USING btree ("granted_on");--> statement-breakpoint
CREATE INDEX "incentive_grants_rate" ON "incentive_grants" USING btree ("currency","granted_on");--> statement-breakpoint
CREATE INDEX "incentive_uses_grant" ON "incentive_uses" USING btree ("grant_id","used_on");--> statement-breakpoint
CREATE INDEX "incentive_uses_partner" ON "incentive_uses" USING btree ("partner_id","used_on");--> statement-breakpoint
CREATE INDEX "incentive_uses_day" ON "incentive_uses" USING btree ("used_on");--> statement-breakpoint
CREATE INDEX "incentive_uses_rate" ON "incentive_uses" USING btree ("currency","used_on");--> statement-breakpoint
CREATE INDEX "installs_integration" ON "installs" USING btree ("integration_id");--> statement-breakpoint
CREATE INDEX "installs_partner" ON "installs" USING btree ("partner_id","installed_on");--> statement-breakpoint
CREATE INDEX "installs_day" ON "installs" USING btree ("installed_on","uninstalled_on");--> statement-breakpoint
CREATE INDEX "integrations_partner" ON "integrations" USING btree ("partner_id","live_on");--> statement-breakpoint
CREATE INDEX "uptime_days_partner" ON "uptime_days" USING btree ("partner_id","on");--> statement-breakpoint
CREATE INDEX "uptime_days_day" ON "uptime_days" USING btree ("on");--> statement-breakpoint
CREATE INDEX "partner_families_partner" ON "partner_families" USING btree ("partner_id","family");--> statement-breakpoint
CREATE INDEX "satisfaction_answers_partner" ON "satisfaction_answers" USING btree ("partner_id","kind","answered_on");--> statement-breakpoint
CREATE INDEX "satisfaction_answers_day" ON "satisfaction_answers" USING btree ("kind","answered_on");--> statement-breakpoint
CREATE INDEX "support_tickets_partner" ON "support_tickets" USING btree ("partner_id","opened_on");--> statement-breakpoint
CREATE INDEX "support_tickets_opened" ON "support_tickets" USING btree ("opened_on");--> statement-breakpoint
CREATE INDEX "support_tickets_resolved" ON "support_tickets" USING btree ("resolved_on");--> statement-breakpoint
CREATE INDEX "partners_signed" ON "partners" USING btree ("contract_signed_on");--> statement-breakpoint
CREATE INDEX "revenue_lines_deal" ON "revenue_lines" USING btree ("deal_id","kind");--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_kind" CHECK ("targets"."kind" in ('target','baseline'));