DROP INDEX "deals_search";--> statement-breakpoint
CREATE INDEX "deals_search" ON "deals" USING gin ((lower("name" || chr(10) || coalesce("account_name", ''))) gin_trgm_ops);--> statement-breakpoint
UPDATE "partner_deals" SET "name" = lower("name"), "account_name" = lower("account_name") WHERE ("name", "account_name") IS DISTINCT FROM (lower("name"), lower("account_name"));
