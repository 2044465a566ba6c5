-- What deals and partners are sorted by since has no statistics before.
ANALYZE "deals";--> statement-breakpoint
ANALYZE "partners";
