CREATE TABLE "entered_facts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"what" text NOT NULL,
	"row_id" uuid NOT NULL,
	"says" text NOT NULL,
	"source" text NOT NULL,
	"entered_at" timestamp with time zone DEFAULT now() NOT NULL,
	"entered_by_id" uuid DEFAULT nullif(current_setting('app.person_id', true), '')::uuid,
	"taken_back_at" timestamp with time zone,
	"taken_back_by_id" uuid,
	"why" text,
	CONSTRAINT "entered_facts_what" CHECK ("entered_facts"."what" in ('target','cost','answer','uptime')),
	CONSTRAINT "entered_facts_taken_back" CHECK (("entered_facts"."taken_back_at" is null) = ("entered_facts"."why" is null))
);
--> statement-breakpoint
ALTER TABLE "entered_facts" ADD CONSTRAINT "entered_facts_entered_by_id_people_id_fk" FOREIGN KEY ("entered_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entered_facts" ADD CONSTRAINT "entered_facts_taken_back_by_id_people_id_fk" FOREIGN KEY ("taken_back_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "entered_facts_newest" ON "entered_facts" USING btree ("what","entered_at","id");