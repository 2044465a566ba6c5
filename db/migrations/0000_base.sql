CREATE TABLE "audit_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_id" uuid,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text,
	"subject" text NOT NULL,
	"partner_id" uuid,
	"before" jsonb,
	"after" jsonb,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"domain" text,
	"industry" text,
	"country" text,
	"region" text,
	"city" text,
	"parent_id" uuid,
	"employees" integer,
	"annual_revenue" numeric,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "activities" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid NOT NULL,
	"deal_id" uuid,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"on" date NOT NULL,
	"person_id" uuid
);
--> statement-breakpoint
CREATE TABLE "deal_lines" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"deal_id" uuid NOT NULL,
	"line_no" integer NOT NULL,
	"product_id" uuid,
	"quantity" numeric DEFAULT '1' NOT NULL,
	"unit_price_e4" bigint,
	"discount_e4" bigint DEFAULT 0 NOT NULL,
	"amount_e4" bigint NOT NULL,
	"source_currency" text,
	CONSTRAINT "deal_lines_no" UNIQUE("deal_id","line_no")
);
--> statement-breakpoint
CREATE TABLE "deal_partners" (
	"deal_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"role" text NOT NULL,
	"added_on" date,
	CONSTRAINT "deal_partners_deal_id_partner_id_pk" PRIMARY KEY("deal_id","partner_id"),
	CONSTRAINT "deal_partners_role" CHECK ("deal_partners"."role" in ('sourcing','influencing'))
);
--> statement-breakpoint
CREATE TABLE "deal_versions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"deal_id" uuid NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	"valid_to" timestamp with time zone,
	"from_on" date NOT NULL,
	"to_on" date,
	"stage" text NOT NULL,
	"amount_e4" bigint NOT NULL,
	"currency" text NOT NULL,
	"reported_e4" bigint,
	"expected_close_on" date,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_by_id" uuid,
	"superseded_at" timestamp with time zone,
	"superseded_by_id" uuid
);
--> statement-breakpoint
CREATE TABLE "deals" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"account_id" uuid,
	"partner_id" uuid,
	"stage" text NOT NULL,
	"outcome" text DEFAULT 'open' NOT NULL,
	"accepted" boolean DEFAULT true NOT NULL,
	"amount_e4" bigint DEFAULT 0 NOT NULL,
	"currency" text NOT NULL,
	"reported_e4" bigint,
	"opened_on" date,
	"registered_on" date,
	"closed_on" date,
	"expected_close_on" date,
	"stage_since" timestamp with time zone,
	"owner_id" uuid,
	"partner_person_id" uuid,
	"close_reason" text,
	"next_step" text,
	"last_activity_on" date,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "deals_closed_has_day" CHECK (("deals"."outcome" = 'open') = ("deals"."closed_on" is null))
);
--> statement-breakpoint
CREATE TABLE "products" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"sku" text,
	"name" text NOT NULL,
	"family" text,
	"line" text,
	"list_price_e4" bigint,
	"currency" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "registrations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid NOT NULL,
	"deal_id" uuid NOT NULL,
	"status" text NOT NULL,
	"submitted_on" date NOT NULL,
	"submitted_at" timestamp with time zone NOT NULL,
	"submitted_by_id" uuid,
	"decided_on" date,
	"decided_at" timestamp with time zone,
	"decided_by_id" uuid,
	"reason" text,
	"protected_until" date,
	CONSTRAINT "registrations_deal" UNIQUE("deal_id","partner_id"),
	CONSTRAINT "registrations_decided" CHECK (("registrations"."status" in ('approved','rejected')) = ("registrations"."decided_on" is not null))
);
--> statement-breakpoint
CREATE TABLE "certifications" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid NOT NULL,
	"person_id" uuid,
	"name" text NOT NULL,
	"subject" text,
	"description" text,
	"issued_on" date,
	"expires_on" date
);
--> statement-breakpoint
CREATE TABLE "training_assignments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid NOT NULL,
	"person_id" uuid,
	"course" text NOT NULL,
	"assigned_on" date NOT NULL,
	"due_on" date NOT NULL,
	"completed_on" date
);
--> statement-breakpoint
CREATE TABLE "external_ids" (
	"source" text NOT NULL,
	"entity" text NOT NULL,
	"external_id" text NOT NULL,
	"entity_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"batch_id" uuid NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "external_ids_source_entity_external_id_pk" PRIMARY KEY("source","entity","external_id")
);
--> statement-breakpoint
CREATE TABLE "import_batches" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"source" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"status" text NOT NULL,
	"files" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"counts" jsonb,
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by_id" uuid,
	"published_at" timestamp with time zone,
	"published_by_id" uuid,
	"reverted_at" timestamp with time zone,
	"reverted_by_id" uuid,
	CONSTRAINT "import_batches_status" CHECK ("import_batches"."status" in ('staging','checked','published','reverted','failed'))
);
--> statement-breakpoint
CREATE TABLE "import_changes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "import_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"batch_id" uuid NOT NULL,
	"table_name" text NOT NULL,
	"operation" text NOT NULL,
	"key" jsonb NOT NULL,
	"before" jsonb,
	"after" jsonb
);
--> statement-breakpoint
CREATE TABLE "import_items" (
	"batch_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"entity" text NOT NULL,
	"external_id" text,
	"file" text NOT NULL,
	"line" integer NOT NULL,
	"payload" jsonb,
	"hash" text,
	"outcome" text,
	"column" text,
	"value" text,
	"reason" text,
	"entity_id" uuid,
	CONSTRAINT "import_items_batch_id_seq_pk" PRIMARY KEY("batch_id","seq")
);
--> statement-breakpoint
CREATE TABLE "import_mappings" (
	"source" text PRIMARY KEY NOT NULL,
	"label" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"shipped" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_by_id" uuid
);
--> statement-breakpoint
CREATE TABLE "import_rows" (
	"batch_id" uuid NOT NULL,
	"file" text NOT NULL,
	"line" integer NOT NULL,
	"cells" jsonb NOT NULL,
	CONSTRAINT "import_rows_batch_id_file_line_pk" PRIMARY KEY("batch_id","file","line")
);
--> statement-breakpoint
CREATE TABLE "partner_duplicates" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid NOT NULL,
	"other_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"found_at" timestamp with time zone DEFAULT now() NOT NULL,
	"dismissed_at" timestamp with time zone,
	"dismissed_by_id" uuid,
	CONSTRAINT "partner_duplicates_order" CHECK ("partner_duplicates"."partner_id" < "partner_duplicates"."other_id")
);
--> statement-breakpoint
CREATE TABLE "mail_outbox" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"recipient" text NOT NULL,
	"sealed" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone DEFAULT now() NOT NULL,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "metric_dirty" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "metric_dirty_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"partner_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "metric_month" (
	"partner_id" uuid NOT NULL,
	"component" text NOT NULL,
	"month" date NOT NULL,
	"version_id" uuid NOT NULL,
	"value" numeric NOT NULL,
	"facts" integer NOT NULL,
	"missing" integer NOT NULL,
	CONSTRAINT "metric_month_partner_id_component_month_version_id_pk" PRIMARY KEY("partner_id","component","month","version_id")
);
--> statement-breakpoint
CREATE TABLE "partner_merges" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"survivor_id" uuid NOT NULL,
	"merged_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"moved" jsonb NOT NULL,
	"merged_at" timestamp with time zone DEFAULT now() NOT NULL,
	"merged_by_id" uuid,
	"undone_at" timestamp with time zone,
	"undone_by_id" uuid
);
--> statement-breakpoint
CREATE TABLE "partner_versions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"type" text NOT NULL,
	"tier" text,
	"status" text NOT NULL,
	"country" text,
	"region" text,
	"segment" text,
	"importance" text NOT NULL,
	"contract_status" text NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recorded_by_id" uuid,
	CONSTRAINT "partner_versions_from" UNIQUE("partner_id","valid_from"),
	CONSTRAINT "partner_versions_order" CHECK ("partner_versions"."valid_to" is null or "partner_versions"."valid_to" > "partner_versions"."valid_from")
);
--> statement-breakpoint
CREATE TABLE "partners" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"domain" text,
	"website" text,
	"description" text,
	"phone" text,
	"address" text,
	"city" text,
	"type" text NOT NULL,
	"tier" text,
	"tier_since" date,
	"status" text DEFAULT 'active' NOT NULL,
	"country" text,
	"region" text,
	"territory" text,
	"segment" text,
	"specializations" text[] DEFAULT '{}' NOT NULL,
	"importance" text DEFAULT 'medium' NOT NULL,
	"contract_status" text DEFAULT 'none' NOT NULL,
	"contract_ends_on" date,
	"manager_id" uuid,
	"joined_on" date,
	"employees" integer,
	"profile" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"merged_into_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "partners_type" CHECK ("partners"."type" in ('reseller','distributor','referral','agency','msp','isv','marketplace')),
	CONSTRAINT "partners_status" CHECK ("partners"."status" in ('onboarding','active','dormant','suspended')),
	CONSTRAINT "partners_importance" CHECK ("partners"."importance" in ('low','medium','high','strategic')),
	CONSTRAINT "partners_contract" CHECK ("partners"."contract_status" in ('none','proposal','active','expiring','expired')),
	CONSTRAINT "partners_not_into_itself" CHECK ("partners"."merged_into_id" is distinct from "partners"."id")
);
--> statement-breakpoint
CREATE TABLE "one_time_tokens" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"purpose" text NOT NULL,
	"token_hash" text NOT NULL,
	"browser_hash" text,
	"person_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "one_time_tokens_purpose_hash" UNIQUE("purpose","token_hash")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"partner_id" uuid,
	"name" text NOT NULL,
	"email" text,
	"title" text,
	"phone" text,
	"role" text,
	"access" text DEFAULT 'none' NOT NULL,
	"manager_id" uuid,
	"invited_at" timestamp with time zone,
	"invited_by_id" uuid,
	"disabled_at" timestamp with time zone,
	"last_sign_in_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "people_partner_id" UNIQUE("partner_id","id"),
	CONSTRAINT "people_kind_partner" CHECK (("people"."kind" = 'partner') = ("people"."partner_id" is not null)),
	CONSTRAINT "people_access" CHECK ("people"."access" in ('none','invited','active','disabled')),
	CONSTRAINT "people_role" CHECK ("people"."role" is null or ("people"."kind" = 'staff' and "people"."role" in ('admin','program_owner','channel_manager','finance','executive'))
        or ("people"."kind" = 'partner' and "people"."role" in ('partner_admin','partner_member'))),
	CONSTRAINT "people_access_needs_role" CHECK ("people"."access" in ('none','disabled') or ("people"."role" is not null and "people"."email" is not null))
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"token_hash" text NOT NULL,
	"person_id" uuid NOT NULL,
	"via" text NOT NULL,
	"user_agent" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"view_as_partner_id" uuid,
	"view_as_until" timestamp with time zone,
	CONSTRAINT "sessions_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "staff_identities" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"person_id" uuid NOT NULL,
	"linked_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "staff_identities_issuer_subject_pk" PRIMARY KEY("issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "visits" (
	"person_id" uuid NOT NULL,
	"partner_id" uuid,
	"on" date NOT NULL,
	"pages" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "visits_person_id_on_pk" PRIMARY KEY("person_id","on")
);
--> statement-breakpoint
CREATE TABLE "fx_rates" (
	"currency" text NOT NULL,
	"on" date NOT NULL,
	"rate" numeric NOT NULL,
	"source" text DEFAULT 'manual' NOT NULL,
	CONSTRAINT "fx_rates_currency_on_pk" PRIMARY KEY("currency","on"),
	CONSTRAINT "fx_rates_positive" CHECK ("fx_rates"."rate" > 0)
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"singleton" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"program_name" text DEFAULT 'Partner program' NOT NULL,
	"reporting_currency" text DEFAULT 'USD' NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "settings_one_row" CHECK ("settings"."singleton")
);
--> statement-breakpoint
CREATE TABLE "stages" (
	"key" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"position" integer NOT NULL,
	"probability_bp" integer NOT NULL,
	"outcome" text DEFAULT 'open' NOT NULL,
	CONSTRAINT "stages_outcome" CHECK ("stages"."outcome" in ('open','won','lost'))
);
--> statement-breakpoint
CREATE TABLE "tiers" (
	"key" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"rank" integer NOT NULL,
	"requirements" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"archived_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "channel_costs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid,
	"kind" text NOT NULL,
	"amount_e4" bigint NOT NULL,
	"currency" text NOT NULL,
	"reported_e4" bigint,
	"spent_on" date NOT NULL,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "revenue_lines" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid NOT NULL,
	"account_id" uuid,
	"deal_id" uuid,
	"product_id" uuid,
	"kind" text NOT NULL,
	"amount_e4" bigint NOT NULL,
	"currency" text NOT NULL,
	"reported_e4" bigint,
	"invoiced_on" date NOT NULL,
	"reference" text,
	CONSTRAINT "revenue_lines_kind" CHECK ("revenue_lines"."kind" in ('new','renewal','upsell','cross_sell','refund'))
);
--> statement-breakpoint
CREATE TABLE "subscriptions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"product_id" uuid,
	"started_on" date NOT NULL,
	"ended_on" date
);
--> statement-breakpoint
CREATE TABLE "targets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"metric" text NOT NULL,
	"from_on" date NOT NULL,
	"to_on" date NOT NULL,
	"value" numeric NOT NULL,
	"currency" text,
	"partner_id" uuid,
	"owner_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "targets_order" CHECK ("targets"."to_on" > "targets"."from_on"),
	CONSTRAINT "targets_one_subject" CHECK ("targets"."partner_id" is null or "targets"."owner_id" is null)
);
--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_lines" ADD CONSTRAINT "deal_lines_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_lines" ADD CONSTRAINT "deal_lines_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_partners" ADD CONSTRAINT "deal_partners_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_partners" ADD CONSTRAINT "deal_partners_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_versions" ADD CONSTRAINT "deal_versions_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_versions" ADD CONSTRAINT "deal_versions_stage_stages_key_fk" FOREIGN KEY ("stage") REFERENCES "public"."stages"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deals" ADD CONSTRAINT "deals_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deals" ADD CONSTRAINT "deals_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deals" ADD CONSTRAINT "deals_stage_stages_key_fk" FOREIGN KEY ("stage") REFERENCES "public"."stages"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deals" ADD CONSTRAINT "deals_owner_id_people_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deals" ADD CONSTRAINT "deals_partner_person_id_people_id_fk" FOREIGN KEY ("partner_person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_submitted_by_id_people_id_fk" FOREIGN KEY ("submitted_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_decided_by_id_people_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certifications" ADD CONSTRAINT "certifications_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certifications" ADD CONSTRAINT "certifications_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_assignments" ADD CONSTRAINT "training_assignments_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_assignments" ADD CONSTRAINT "training_assignments_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_changes" ADD CONSTRAINT "import_changes_batch_id_import_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."import_batches"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_items" ADD CONSTRAINT "import_items_batch_id_import_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."import_batches"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_batch_id_import_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."import_batches"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_merges" ADD CONSTRAINT "partner_merges_survivor_id_partners_id_fk" FOREIGN KEY ("survivor_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_merges" ADD CONSTRAINT "partner_merges_merged_id_partners_id_fk" FOREIGN KEY ("merged_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_versions" ADD CONSTRAINT "partner_versions_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partners" ADD CONSTRAINT "partners_tier_tiers_key_fk" FOREIGN KEY ("tier") REFERENCES "public"."tiers"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "one_time_tokens" ADD CONSTRAINT "one_time_tokens_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_view_as_partner_id_partners_id_fk" FOREIGN KEY ("view_as_partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_identities" ADD CONSTRAINT "staff_identities_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_costs" ADD CONSTRAINT "channel_costs_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revenue_lines" ADD CONSTRAINT "revenue_lines_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revenue_lines" ADD CONSTRAINT "revenue_lines_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revenue_lines" ADD CONSTRAINT "revenue_lines_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revenue_lines" ADD CONSTRAINT "revenue_lines_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_owner_id_people_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_entries_subject" ON "audit_entries" USING btree ("subject_type","subject_id","id");--> statement-breakpoint
CREATE INDEX "audit_entries_actor" ON "audit_entries" USING btree ("actor_id","id");--> statement-breakpoint
CREATE INDEX "accounts_name" ON "accounts" USING btree (lower("name"));--> statement-breakpoint
CREATE INDEX "activities_partner_day" ON "activities" USING btree ("partner_id","on");--> statement-breakpoint
CREATE INDEX "activities_deal" ON "activities" USING btree ("deal_id","on");--> statement-breakpoint
CREATE INDEX "deal_lines_product" ON "deal_lines" USING btree ("product_id");--> statement-breakpoint
CREATE INDEX "deal_partners_partner" ON "deal_partners" USING btree ("partner_id","role","deal_id");--> statement-breakpoint
CREATE UNIQUE INDEX "deal_partners_one_source" ON "deal_partners" USING btree ("deal_id") WHERE "deal_partners"."role" = 'sourcing';--> statement-breakpoint
CREATE INDEX "deal_versions_deal" ON "deal_versions" USING btree ("deal_id","valid_from");--> statement-breakpoint
CREATE UNIQUE INDEX "deal_versions_current_from" ON "deal_versions" USING btree ("deal_id","valid_from") WHERE "deal_versions"."superseded_at" is null;--> statement-breakpoint
CREATE INDEX "deal_versions_rate" ON "deal_versions" USING btree ("currency","from_on");--> statement-breakpoint
CREATE INDEX "deals_partner_closed" ON "deals" USING btree ("partner_id","closed_on","id");--> statement-breakpoint
CREATE INDEX "deals_partner_opened" ON "deals" USING btree ("partner_id","opened_on","id");--> statement-breakpoint
CREATE INDEX "deals_partner_stage" ON "deals" USING btree ("partner_id","stage");--> statement-breakpoint
CREATE INDEX "deals_closed" ON "deals" USING btree ("closed_on","id");--> statement-breakpoint
CREATE INDEX "deals_opened" ON "deals" USING btree ("opened_on","id");--> statement-breakpoint
CREATE INDEX "deals_account" ON "deals" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "deals_owner" ON "deals" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "deals_open" ON "deals" USING btree ("stage","expected_close_on") WHERE "deals"."outcome" = 'open';--> statement-breakpoint
CREATE INDEX "products_family" ON "products" USING btree ("family");--> statement-breakpoint
CREATE INDEX "registrations_partner_submitted" ON "registrations" USING btree ("partner_id","submitted_on");--> statement-breakpoint
CREATE INDEX "registrations_partner_decided" ON "registrations" USING btree ("partner_id","decided_on");--> statement-breakpoint
CREATE INDEX "certifications_partner" ON "certifications" USING btree ("partner_id","name");--> statement-breakpoint
CREATE INDEX "training_assignments_partner_due" ON "training_assignments" USING btree ("partner_id","due_on");--> statement-breakpoint
CREATE INDEX "training_assignments_partner_completed" ON "training_assignments" USING btree ("partner_id","completed_on");--> statement-breakpoint
CREATE INDEX "external_ids_entity" ON "external_ids" USING btree ("entity_id");--> statement-breakpoint
CREATE INDEX "import_batches_created" ON "import_batches" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "import_changes_batch" ON "import_changes" USING btree ("batch_id","id");--> statement-breakpoint
CREATE INDEX "import_items_key" ON "import_items" USING btree ("batch_id","entity","external_id");--> statement-breakpoint
CREATE INDEX "import_items_outcome" ON "import_items" USING btree ("batch_id","outcome","seq");--> statement-breakpoint
CREATE INDEX "partner_duplicates_pair" ON "partner_duplicates" USING btree ("partner_id","other_id");--> statement-breakpoint
CREATE INDEX "mail_outbox_due" ON "mail_outbox" USING btree ("next_attempt_at") WHERE "mail_outbox"."sent_at" is null;--> statement-breakpoint
CREATE INDEX "metric_dirty_partner" ON "metric_dirty" USING btree ("partner_id");--> statement-breakpoint
CREATE INDEX "metric_month_component" ON "metric_month" USING btree ("component","month");--> statement-breakpoint
CREATE INDEX "partners_name" ON "partners" USING btree (lower("name"));--> statement-breakpoint
CREATE INDEX "partners_manager" ON "partners" USING btree ("manager_id");--> statement-breakpoint
CREATE INDEX "partners_domain" ON "partners" USING btree ("domain");--> statement-breakpoint
CREATE INDEX "one_time_tokens_person" ON "one_time_tokens" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "people_email" ON "people" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "people_partner" ON "people" USING btree ("partner_id","name");--> statement-breakpoint
CREATE INDEX "sessions_person" ON "sessions" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "staff_identities_person" ON "staff_identities" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "visits_partner_day" ON "visits" USING btree ("partner_id","on");--> statement-breakpoint
CREATE INDEX "channel_costs_partner_day" ON "channel_costs" USING btree ("partner_id","spent_on");--> statement-breakpoint
CREATE INDEX "channel_costs_rate" ON "channel_costs" USING btree ("currency","spent_on");--> statement-breakpoint
CREATE INDEX "revenue_lines_partner_day" ON "revenue_lines" USING btree ("partner_id","invoiced_on");--> statement-breakpoint
CREATE INDEX "revenue_lines_deal" ON "revenue_lines" USING btree ("deal_id");--> statement-breakpoint
CREATE INDEX "revenue_lines_rate" ON "revenue_lines" USING btree ("currency","invoiced_on");--> statement-breakpoint
CREATE INDEX "subscriptions_partner" ON "subscriptions" USING btree ("partner_id","started_on");--> statement-breakpoint
CREATE INDEX "targets_metric" ON "targets" USING btree ("metric","from_on");--> statement-breakpoint
CREATE INDEX "targets_partner" ON "targets" USING btree ("partner_id");