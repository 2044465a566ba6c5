ALTER TABLE "ledger_transactions" DROP CONSTRAINT "ledger_transactions_kind";--> statement-breakpoint
ALTER TABLE "payouts" DROP CONSTRAINT "payouts_amount";--> statement-breakpoint
ALTER TABLE "fund_claims" ADD COLUMN "payout_id" uuid;--> statement-breakpoint
ALTER TABLE "statements" ADD COLUMN "claims" integer;--> statement-breakpoint
ALTER TABLE "statements" ADD COLUMN "claimed_minor" bigint;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "claimed_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "claims" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "fund_claims" ADD CONSTRAINT "fund_claims_payout_id_payouts_id_fk" FOREIGN KEY ("payout_id") REFERENCES "public"."payouts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "fund_claims_payable" ON "fund_claims" USING btree ("transaction_id") WHERE "fund_claims"."status" = 'approved' and "fund_claims"."payout_id" is null;--> statement-breakpoint
CREATE INDEX "fund_claims_payout" ON "fund_claims" USING btree ("payout_id") WHERE "fund_claims"."payout_id" is not null;--> statement-breakpoint
ALTER TABLE "fund_claims" ADD CONSTRAINT "fund_claims_payout" CHECK ("fund_claims"."payout_id" is null or "fund_claims"."status" = 'approved');--> statement-breakpoint
ALTER TABLE "ledger_transactions" ADD CONSTRAINT "ledger_transactions_kind" CHECK ("ledger_transactions"."kind" in ('accrual','approval','mdf','payout','payout_paid','payout_failed','clawback_held','clawback_payable','clawback_paid','offset','reversal','debt_moved','debt_returned'));--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_amount" CHECK ("payouts"."amount_minor" > 0 and "payouts"."lines" >= 0 and "payouts"."claims" >= 0);