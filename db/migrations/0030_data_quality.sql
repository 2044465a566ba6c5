CREATE TABLE "import_fixes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"batch_id" uuid NOT NULL,
	"file" text NOT NULL,
	"line" integer NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"fixed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"fixed_by_id" uuid
);
--> statement-breakpoint
CREATE TABLE "duplicate_pairs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"one_id" uuid NOT NULL,
	"other_id" uuid NOT NULL,
	"likely" integer NOT NULL,
	"hits" jsonb NOT NULL,
	"found_at" timestamp with time zone DEFAULT now() NOT NULL,
	"gone_at" timestamp with time zone,
	"dismissed_at" timestamp with time zone,
	"dismissed_by_id" uuid,
	"dismissed_why" text,
	CONSTRAINT "duplicate_pairs_order" CHECK ("duplicate_pairs"."one_id" < "duplicate_pairs"."other_id"),
	CONSTRAINT "duplicate_pairs_kind" CHECK ("duplicate_pairs"."kind" in ('partner','account','person')),
	CONSTRAINT "duplicate_pairs_likely" CHECK ("duplicate_pairs"."likely" between 1 and 100),
	CONSTRAINT "duplicate_pairs_dismissed" CHECK (("duplicate_pairs"."dismissed_at" is null) = ("duplicate_pairs"."dismissed_why" is null))
);
--> statement-breakpoint
CREATE TABLE "quality_counts" (
	"rule" text NOT NULL,
	"partner_id" uuid,
	"source" text NOT NULL,
	"checked" integer NOT NULL,
	"failed" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quality_days" (
	"on" date NOT NULL,
	"rule" text NOT NULL,
	"source" text NOT NULL,
	"checked" integer NOT NULL,
	"failed" integer NOT NULL,
	CONSTRAINT "quality_days_on_rule_source_pk" PRIMARY KEY("on","rule","source")
);
--> statement-breakpoint
CREATE TABLE "quality_findings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"rule" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"name" text NOT NULL,
	"partner_id" uuid,
	"source" text DEFAULT '' NOT NULL,
	"wrong" text NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp with time zone,
	"accepted_at" timestamp with time zone,
	"accepted_by_id" uuid,
	"accepted_why" text,
	CONSTRAINT "quality_findings_accepted" CHECK (("quality_findings"."accepted_at" is null) = ("quality_findings"."accepted_why" is null))
);
--> statement-breakpoint
CREATE TABLE "quality_partner_days" (
	"partner_id" uuid NOT NULL,
	"on" date NOT NULL,
	"score" integer NOT NULL,
	CONSTRAINT "quality_partner_days_partner_id_on_pk" PRIMARY KEY("partner_id","on")
);
--> statement-breakpoint
CREATE TABLE "quality_partners" (
	"partner_id" uuid PRIMARY KEY NOT NULL,
	"score" integer NOT NULL,
	"checked" integer NOT NULL,
	"failed" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "record_merges" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"kept_id" uuid NOT NULL,
	"gone_id" uuid NOT NULL,
	"kept_name" text NOT NULL,
	"gone_name" text NOT NULL,
	"reason" text NOT NULL,
	"image" jsonb NOT NULL,
	"moved" jsonb NOT NULL,
	"merged_at" timestamp with time zone DEFAULT now() NOT NULL,
	"merged_by_id" uuid,
	"undone_at" timestamp with time zone,
	"undone_by_id" uuid,
	CONSTRAINT "record_merges_kind" CHECK ("record_merges"."kind" in ('account','person'))
);
--> statement-breakpoint
ALTER TABLE "import_batches" ADD COLUMN "held" jsonb;--> statement-breakpoint
ALTER TABLE "import_batches" ADD COLUMN "released_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "import_batches" ADD COLUMN "released_by_id" uuid;--> statement-breakpoint
ALTER TABLE "import_batches" ADD COLUMN "released_why" text;--> statement-breakpoint
ALTER TABLE "import_batches" ADD COLUMN "mends_id" uuid;--> statement-breakpoint
ALTER TABLE "duplicate_pairs" ADD CONSTRAINT "duplicate_pairs_dismissed_by_id_people_id_fk" FOREIGN KEY ("dismissed_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quality_findings" ADD CONSTRAINT "quality_findings_accepted_by_id_people_id_fk" FOREIGN KEY ("accepted_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_merges" ADD CONSTRAINT "record_merges_merged_by_id_people_id_fk" FOREIGN KEY ("merged_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_merges" ADD CONSTRAINT "record_merges_undone_by_id_people_id_fk" FOREIGN KEY ("undone_by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "import_fixes_row" ON "import_fixes" USING btree ("batch_id","file","line");--> statement-breakpoint
CREATE UNIQUE INDEX "duplicate_pairs_once" ON "duplicate_pairs" USING btree ("kind","one_id","other_id");--> statement-breakpoint
CREATE INDEX "duplicate_pairs_open" ON "duplicate_pairs" USING btree ("kind","likely" DESC NULLS FIRST,"id") WHERE "duplicate_pairs"."gone_at" is null and "duplicate_pairs"."dismissed_at" is null;--> statement-breakpoint
CREATE INDEX "duplicate_pairs_other" ON "duplicate_pairs" USING btree ("other_id");--> statement-breakpoint
CREATE INDEX "quality_counts_partner" ON "quality_counts" USING btree ("partner_id");--> statement-breakpoint
CREATE INDEX "quality_counts_rule" ON "quality_counts" USING btree ("rule");--> statement-breakpoint
CREATE UNIQUE INDEX "quality_findings_once" ON "quality_findings" USING btree ("rule","subject_id") WHERE "quality_findings"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "quality_findings_seen" ON "quality_findings" USING btree ("seen_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "quality_findings_rule" ON "quality_findings" USING btree ("rule","seen_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "quality_findings_partner" ON "quality_findings" USING btree ("partner_id","seen_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "quality_findings_source" ON "quality_findings" USING btree ("source","seen_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "quality_partners_worst" ON "quality_partners" USING btree ("score","partner_id");--> statement-breakpoint
CREATE INDEX "record_merges_kept" ON "record_merges" USING btree ("kept_id","merged_at");--> statement-breakpoint
CREATE INDEX "record_merges_at" ON "record_merges" USING btree ("kind","merged_at" DESC NULLS FIRST);--> statement-breakpoint
ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_released" CHECK (("import_batches"."released_at" is null) = ("import_batches"."released_why" is null));