CREATE TABLE "customer_blocks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"blocks" text[]
);
--> statement-breakpoint
CREATE INDEX "customer_blocks_search" ON "customer_blocks" USING gin ("blocks");--> statement-breakpoint
CREATE INDEX "customer_blocks_unread" ON "customer_blocks" USING btree ("kind","id") WHERE "customer_blocks"."blocks" is null;--> statement-breakpoint
INSERT INTO "customer_blocks" ("id", "kind") SELECT "id", 'account' FROM "accounts" UNION ALL SELECT "id", 'registration' FROM "registrations";
