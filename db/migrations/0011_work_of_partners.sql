ALTER TABLE "activities" ALTER COLUMN "partner_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "deal_partners" ADD COLUMN "next_step" text;--> statement-breakpoint
ALTER TABLE "deal_partners" ADD COLUMN "next_step_on" date;--> statement-breakpoint
CREATE INDEX "leads_in_order" ON "leads" USING btree ((case "status" when 'unplaced' then 1 when 'new' then 2 when 'offered' then 3 else 4 end),(case "status" when 'offered' then "updated_at" else 'infinity'::timestamptz end),"created_at" desc,"id" desc);