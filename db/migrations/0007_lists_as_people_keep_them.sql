CREATE TABLE "list_choices" (
	"person_id" uuid NOT NULL,
	"list" text NOT NULL,
	"columns" text[],
	"density" text DEFAULT 'normal' NOT NULL,
	CONSTRAINT "list_choices_person_id_list_pk" PRIMARY KEY("person_id","list"),
	CONSTRAINT "list_choices_density" CHECK ("list_choices"."density" in ('normal','dense'))
);
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"list" text NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"columns" text[],
	"person_id" uuid NOT NULL,
	"sharing" text DEFAULT 'own' NOT NULL,
	"role" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_views_sharing" CHECK ("saved_views"."sharing" in ('own','shared','role') and ("saved_views"."sharing" = 'role') = ("saved_views"."role" is not null))
);
--> statement-breakpoint
ALTER TABLE "list_choices" ADD CONSTRAINT "list_choices_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_name" ON "saved_views" USING btree ("person_id","list",lower("name"));--> statement-breakpoint
CREATE INDEX "saved_views_shared" ON "saved_views" USING btree ("list") WHERE "saved_views"."sharing" <> 'own';--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_role" ON "saved_views" USING btree ("list","role") WHERE "saved_views"."sharing" = 'role';