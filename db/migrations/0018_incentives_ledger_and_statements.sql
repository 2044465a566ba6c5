CREATE TABLE "closed_months" (
	"month" date PRIMARY KEY NOT NULL,
	"closed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"closed_by_id" uuid
);
--> statement-breakpoint
CREATE TABLE "earnings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"source_key" text NOT NULL,
	"seq" integer NOT NULL,
	"effect_key" text NOT NULL,
	"booking" text NOT NULL,
	"status" text NOT NULL,
	"deal_id" uuid,
	"what" text NOT NULL,
	"event_on" date NOT NULL,
	"statement_month" date NOT NULL,
	"amount_minor" bigint NOT NULL,
	"total_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"base_e4" bigint NOT NULL,
	"rate" text,
	"exact" numeric NOT NULL,
	"rounding" text NOT NULL,
	"from_e4" bigint,
	"from_currency" text,
	"fx_rate" numeric,
	"lines" integer NOT NULL,
	"says" text NOT NULL,
	"hold_until" date NOT NULL,
	"corrects_id" uuid,
	"transaction_id" uuid NOT NULL,
	"approval_id" uuid,
	"approved_at" timestamp with time zone,
	"approved_by_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "earnings_effect" UNIQUE("effect_key"),
	CONSTRAINT "earnings_status" CHECK ("earnings"."status" in ('held','approved','paid','recovered')),
	CONSTRAINT "earnings_amount" CHECK ("earnings"."amount_minor" <> 0)
);
--> statement-breakpoint
CREATE TABLE "incentive_dirty" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "incentive_dirty_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"partner_id" uuid NOT NULL,
	"month" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incentive_plans" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"plan_key" uuid DEFAULT gen_random_uuid() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"name" text NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"rule" text NOT NULL,
	"config" jsonb NOT NULL,
	"scope" jsonb NOT NULL,
	"limits" jsonb NOT NULL,
	"basis" text NOT NULL,
	"period" text NOT NULL,
	"currency" text,
	"share" text NOT NULL,
	"round_per" text NOT NULL,
	"rounding" text NOT NULL,
	"hold_days" integer NOT NULL,
	"stacking" text NOT NULL,
	"stack_group" text,
	"rank" integer DEFAULT 100 NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"says" text NOT NULL,
	"created_by_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"proposed_by_id" uuid,
	"proposed_at" timestamp with time zone,
	"approved_by_id" uuid,
	"approved_at" timestamp with time zone,
	CONSTRAINT "incentive_plans_version" UNIQUE("plan_key","version"),
	CONSTRAINT "incentive_plans_status" CHECK ("incentive_plans"."status" in ('draft','proposed','approved','active','ended')),
	CONSTRAINT "incentive_plans_days" CHECK ("incentive_plans"."valid_to" is null or "incentive_plans"."valid_to" >= "incentive_plans"."valid_from"),
	CONSTRAINT "incentive_plans_hold" CHECK ("incentive_plans"."hold_days" between 0 and 730),
	CONSTRAINT "incentive_plans_four_eyes" CHECK ("incentive_plans"."status" in ('draft','proposed') or ("incentive_plans"."approved_by_id" is not null and "incentive_plans"."approved_by_id" is distinct from "incentive_plans"."proposed_by_id" and "incentive_plans"."approved_by_id" is distinct from "incentive_plans"."created_by_id"))
);
--> statement-breakpoint
CREATE TABLE "ledger_accounts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"partner_id" uuid,
	"currency" text NOT NULL,
	"balance_minor" bigint DEFAULT 0 NOT NULL,
	"entries" bigint DEFAULT 0 NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ledger_accounts_one" UNIQUE NULLS NOT DISTINCT("partner_id","currency","kind"),
	CONSTRAINT "ledger_accounts_kind" CHECK ("ledger_accounts"."kind" in ('expense','earned','payable','paid','clawback')),
	CONSTRAINT "ledger_accounts_owner" CHECK (("ledger_accounts"."kind" = 'expense') = ("ledger_accounts"."partner_id" is null)),
	CONSTRAINT "ledger_accounts_currency" CHECK ("ledger_accounts"."currency" ~ '^[A-Z]{3}$')
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ledger_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"transaction_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"earning_id" uuid,
	CONSTRAINT "ledger_entries_amount" CHECK ("ledger_entries"."amount_minor" <> 0)
);
--> statement-breakpoint
CREATE TABLE "ledger_proofs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ledger_proofs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"proved_at" timestamp with time zone DEFAULT now() NOT NULL,
	"entries" bigint NOT NULL,
	"problems" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_transactions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"effect_key" text NOT NULL,
	"partner_id" uuid,
	"reverses_id" uuid,
	"booked_on" date NOT NULL,
	"booked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"person_id" uuid DEFAULT nullif(current_setting('app.person_id', true), '')::uuid,
	"opened_in" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "ledger_transactions_effect" UNIQUE("effect_key"),
	CONSTRAINT "ledger_transactions_kind" CHECK ("ledger_transactions"."kind" in ('accrual','approval','payout','payout_failed','clawback_held','clawback_payable','clawback_paid','offset','reversal'))
);
--> statement-breakpoint
CREATE TABLE "statements" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid NOT NULL,
	"month" date NOT NULL,
	"currency" text NOT NULL,
	"lines" integer NOT NULL,
	"earned_minor" bigint NOT NULL,
	"clawed_back_minor" bigint NOT NULL,
	"content" text NOT NULL,
	"sha256" text NOT NULL,
	CONSTRAINT "statements_one" UNIQUE("partner_id","month","currency"),
	CONSTRAINT "statements_hash" CHECK ("statements"."sha256" = encode(sha256(convert_to("statements"."content", 'UTF8')), 'hex'))
);
--> statement-breakpoint
ALTER TABLE "revenue_lines" ADD COLUMN "paid_on" date;--> statement-breakpoint
ALTER TABLE "closed_months" ADD CONSTRAINT "closed_months_closed_by_id_people_id_fk" FOREIGN KEY ("closed_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "earnings" ADD CONSTRAINT "earnings_plan_id_incentive_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."incentive_plans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "earnings" ADD CONSTRAINT "earnings_corrects_id_earnings_id_fk" FOREIGN KEY ("corrects_id") REFERENCES "public"."earnings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "earnings" ADD CONSTRAINT "earnings_transaction_id_ledger_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."ledger_transactions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "earnings" ADD CONSTRAINT "earnings_approved_by_id_people_id_fk" FOREIGN KEY ("approved_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incentive_plans" ADD CONSTRAINT "incentive_plans_created_by_id_people_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incentive_plans" ADD CONSTRAINT "incentive_plans_proposed_by_id_people_id_fk" FOREIGN KEY ("proposed_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incentive_plans" ADD CONSTRAINT "incentive_plans_approved_by_id_people_id_fk" FOREIGN KEY ("approved_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_transaction_id_ledger_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."ledger_transactions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_account_id_ledger_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."ledger_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_transactions" ADD CONSTRAINT "ledger_transactions_reverses_id_ledger_transactions_id_fk" FOREIGN KEY ("reverses_id") REFERENCES "public"."ledger_transactions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statements" ADD CONSTRAINT "statements_month_closed_months_month_fk" FOREIGN KEY ("month") REFERENCES "public"."closed_months"("month") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "earnings_partner_month" ON "earnings" USING btree ("partner_id","statement_month","event_on","id");--> statement-breakpoint
CREATE INDEX "earnings_partner_event" ON "earnings" USING btree ("partner_id","event_on");--> statement-breakpoint
CREATE INDEX "earnings_source" ON "earnings" USING btree ("partner_id","plan_id","source_key");--> statement-breakpoint
CREATE INDEX "earnings_deal" ON "earnings" USING btree ("deal_id","partner_id");--> statement-breakpoint
CREATE INDEX "earnings_due" ON "earnings" USING btree ("hold_until","partner_id") WHERE "earnings"."status" = 'held';--> statement-breakpoint
CREATE INDEX "earnings_month" ON "earnings" USING btree ("statement_month","partner_id");--> statement-breakpoint
CREATE INDEX "incentive_dirty_partner" ON "incentive_dirty" USING btree ("partner_id","month");--> statement-breakpoint
CREATE INDEX "incentive_plans_status" ON "incentive_plans" USING btree ("status");--> statement-breakpoint
CREATE INDEX "ledger_entries_transaction" ON "ledger_entries" USING btree ("transaction_id");--> statement-breakpoint
CREATE INDEX "ledger_entries_account" ON "ledger_entries" USING btree ("account_id","id");--> statement-breakpoint
CREATE INDEX "ledger_transactions_partner" ON "ledger_transactions" USING btree ("partner_id","booked_at");