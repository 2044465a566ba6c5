CREATE INDEX "registrations_partner_status" ON "registrations" USING btree ("partner_id","status");--> statement-breakpoint
CREATE INDEX "registrations_updated" ON "registrations" USING btree ("updated_at","id") WHERE "registrations"."status" <> 'draft';--> statement-breakpoint
CREATE INDEX "registrations_answered" ON "registrations" USING btree ("decided_on","answered_at","submitted_at");--> statement-breakpoint
CREATE INDEX "registrations_open_name" ON "registrations" USING gin ("customer_name" gin_trgm_ops) WHERE "registrations"."status" in ('submitted','waiting','returned','approved');