CREATE INDEX "ledger_accounts_kind" ON "ledger_accounts" USING btree ("kind","currency","partner_id");
