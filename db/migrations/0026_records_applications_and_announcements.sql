CREATE TABLE "announcement_reads" (
	"announcement_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"read_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "announcement_reads_announcement_id_person_id_pk" PRIMARY KEY("announcement_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "announcements" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"tiers" text[] DEFAULT '{}' NOT NULL,
	"types" text[] DEFAULT '{}' NOT NULL,
	"statuses" text[] DEFAULT '{}' NOT NULL,
	"countries" text[] DEFAULT '{}' NOT NULL,
	"regions" text[] DEFAULT '{}' NOT NULL,
	"pinned" boolean DEFAULT false NOT NULL,
	"expires_on" date,
	"published_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published_by_id" uuid,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "announcements_words" CHECK (length("announcements"."title") between 1 and 200 and length("announcements"."body") between 1 and 10000)
);
--> statement-breakpoint
CREATE TABLE "application_events" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"application_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"text" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"person_id" uuid DEFAULT nullif(current_setting('app.person_id', true), '')::uuid,
	CONSTRAINT "application_events_kind" CHECK ("application_events"."kind" in ('filed','returned','answered','approved','rejected'))
);
--> statement-breakpoint
CREATE TABLE "applications" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"state" text DEFAULT 'unconfirmed' NOT NULL,
	"company" text NOT NULL,
	"domain" text,
	"country" text NOT NULL,
	"type" text NOT NULL,
	"contact_name" text NOT NULL,
	"contact_email" text NOT NULL,
	"contact_title" text,
	"sells" text NOT NULL,
	"expects" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"confirmed_at" timestamp with time zone,
	"due_at" timestamp with time zone,
	"decided_at" timestamp with time zone,
	"decided_by_id" uuid,
	"partner_id" uuid,
	CONSTRAINT "applications_state" CHECK ("applications"."state" in ('unconfirmed','submitted','returned','approved','rejected')),
	CONSTRAINT "applications_type" CHECK ("applications"."type" in ('reseller','distributor','referral','agency','msp','isv','marketplace')),
	CONSTRAINT "applications_confirmed" CHECK (("applications"."state" = 'unconfirmed') = ("applications"."confirmed_at" is null)),
	CONSTRAINT "applications_decided" CHECK (("applications"."state" in ('approved','rejected')) = ("applications"."decided_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "partner_contracts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid NOT NULL,
	"title" text NOT NULL,
	"reference" text,
	"signed_on" date,
	"starts_on" date,
	"ends_on" date,
	"note" text,
	"created_by_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "partner_contracts_days" CHECK ("partner_contracts"."ends_on" is null or "partner_contracts"."starts_on" is null or "partner_contracts"."ends_on" >= "partner_contracts"."starts_on")
);
--> statement-breakpoint
CREATE TABLE "partner_tasks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"partner_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"step" text,
	"position" smallint DEFAULT 0 NOT NULL,
	"title" text NOT NULL,
	"note" text,
	"side" text NOT NULL,
	"owner_id" uuid,
	"due_on" date NOT NULL,
	"done_on" date,
	"done_by_id" uuid,
	"internal" boolean DEFAULT false NOT NULL,
	"created_by_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "partner_tasks_kind" CHECK ("partner_tasks"."kind" in ('task','milestone','onboarding')),
	CONSTRAINT "partner_tasks_side" CHECK ("partner_tasks"."side" in ('staff','partner') and not ("partner_tasks"."internal" and "partner_tasks"."side" = 'partner')),
	CONSTRAINT "partner_tasks_of_checklist" CHECK (("partner_tasks"."kind" = 'onboarding') = ("partner_tasks"."step" is not null))
);
--> statement-breakpoint
ALTER TABLE "files" DROP CONSTRAINT "files_of_one";--> statement-breakpoint
ALTER TABLE "one_time_tokens" ALTER COLUMN "person_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "activities" ADD COLUMN "internal" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "about_id" uuid;--> statement-breakpoint
ALTER TABLE "one_time_tokens" ADD COLUMN "application_id" uuid;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "part" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "reviewed_on" date;--> statement-breakpoint
ALTER TABLE "announcement_reads" ADD CONSTRAINT "announcement_reads_announcement_id_announcements_id_fk" FOREIGN KEY ("announcement_id") REFERENCES "public"."announcements"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "announcement_reads" ADD CONSTRAINT "announcement_reads_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "announcement_reads" ADD CONSTRAINT "announcement_reads_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_published_by_id_people_id_fk" FOREIGN KEY ("published_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_events" ADD CONSTRAINT "application_events_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_events" ADD CONSTRAINT "application_events_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_decided_by_id_people_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_contracts" ADD CONSTRAINT "partner_contracts_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_contracts" ADD CONSTRAINT "partner_contracts_created_by_id_people_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_tasks" ADD CONSTRAINT "partner_tasks_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_tasks" ADD CONSTRAINT "partner_tasks_owner_id_people_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_tasks" ADD CONSTRAINT "partner_tasks_done_by_id_people_id_fk" FOREIGN KEY ("done_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_tasks" ADD CONSTRAINT "partner_tasks_created_by_id_people_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "announcement_reads_partner" ON "announcement_reads" USING btree ("partner_id","announcement_id");--> statement-breakpoint
CREATE INDEX "announcements_newest" ON "announcements" USING btree ("published_at");--> statement-breakpoint
CREATE INDEX "application_events_application" ON "application_events" USING btree ("application_id","at");--> statement-breakpoint
CREATE INDEX "applications_waiting" ON "applications" USING btree ("due_at") WHERE "applications"."state" = 'submitted';--> statement-breakpoint
CREATE INDEX "applications_newest" ON "applications" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "partner_contracts_partner" ON "partner_contracts" USING btree ("partner_id","ends_on");--> statement-breakpoint
CREATE INDEX "partner_contracts_end" ON "partner_contracts" USING btree ("ends_on");--> statement-breakpoint
CREATE INDEX "partner_tasks_partner" ON "partner_tasks" USING btree ("partner_id","due_on");--> statement-breakpoint
CREATE INDEX "partner_tasks_open" ON "partner_tasks" USING btree ("due_on") WHERE "partner_tasks"."done_on" is null;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_about_id_partners_id_fk" FOREIGN KEY ("about_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "one_time_tokens" ADD CONSTRAINT "one_time_tokens_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "files_about" ON "files" USING btree ("about_id");--> statement-breakpoint
CREATE INDEX "one_time_tokens_application" ON "one_time_tokens" USING btree ("application_id");--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_of_one" CHECK (num_nonnulls("files"."registration_id", "files"."deal_id", "files"."fund_claim_id", "files"."about_id") = 1);--> statement-breakpoint
ALTER TABLE "one_time_tokens" ADD CONSTRAINT "one_time_tokens_for" CHECK (case "one_time_tokens"."purpose" when 'sign_in' then "one_time_tokens"."person_id" is not null and "one_time_tokens"."application_id" is null
      else "one_time_tokens"."person_id" is null and "one_time_tokens"."application_id" is not null end);--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_part" CHECK ("people"."part" is null or "people"."part" in ('main','sales','technical','marketing','finance','executive'));