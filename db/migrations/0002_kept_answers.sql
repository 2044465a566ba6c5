CREATE TABLE "metric_answers" (
	"key" text PRIMARY KEY NOT NULL,
	"partner_id" uuid,
	"about_id" uuid,
	"asked_on" date NOT NULL,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"took_ms" integer NOT NULL,
	"visits" boolean NOT NULL,
	"seen" "pg_snapshot" NOT NULL,
	"view" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "metric_changes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "metric_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"partner_id" uuid,
	"visit" boolean DEFAULT false NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "metric_answers_asked" ON "metric_answers" USING btree ("asked_at");--> statement-breakpoint
CREATE INDEX "metric_changes_xid" ON "metric_changes" USING btree ("xid");