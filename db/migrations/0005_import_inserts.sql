CREATE TABLE "import_inserts" (
	"batch_id" uuid NOT NULL,
	"table_name" text NOT NULL,
	"columns" text NOT NULL,
	"ids" uuid[] NOT NULL,
	"hashes" bigint[] NOT NULL
);
--> statement-breakpoint
ALTER TABLE "import_changes" DROP CONSTRAINT "import_changes_batch_id_import_batches_id_fk";
--> statement-breakpoint
ALTER TABLE "import_items" DROP CONSTRAINT "import_items_batch_id_import_batches_id_fk";
--> statement-breakpoint
ALTER TABLE "import_rows" DROP CONSTRAINT "import_rows_batch_id_import_batches_id_fk";
--> statement-breakpoint
CREATE INDEX "import_inserts_batch" ON "import_inserts" USING btree ("batch_id","table_name");