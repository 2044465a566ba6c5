import "server-only";
import { sql } from "drizzle-orm";
import { withWorker } from "@/db/client";
import { ownerOf } from "./details";
import { payerOf } from "./policies";
import { keyNow, sealDetails, unsealDetails } from "./seal";

type Row = { id: string; owner: string; sealed: string; key_id: string };

/**
 * Seals with the key of now what is sealed with the one before, which AUTH_SECRET_BEFORE opens. Returns how many were; all or
 * none. Throws when one cannot be opened.
 */
export function resealDetails(): Promise<number> {
  return withWorker(async (tx) => {
    const details = await tx.execute<Row & { partner_id: string; kind: "bank" | "tax" }>(
      sql`select id, partner_id, kind, sealed, key_id from payout_details where key_id <> ${keyNow()} for update`,
    );
    for (const row of details) {
      const made = anew(row, ownerOf(row.partner_id, row.kind));
      await tx.execute(
        sql`update payout_details set sealed = ${made.sealed}, key_id = ${made.keyId} where id = ${row.id}`,
      );
    }
    const payers = await tx.execute<Row & { currency: string }>(
      sql`select currency, payer_sealed as sealed, payer_key_id as key_id from payout_policies where payer_key_id <> ${keyNow()} for update`,
    );
    for (const row of payers) {
      const made = anew(row, payerOf(row.currency));
      await tx.execute(
        sql`update payout_policies set payer_sealed = ${made.sealed}, payer_key_id = ${made.keyId} where currency = ${row.currency}`,
      );
    }
    return details.length + payers.length;
  });
}

const anew = ({ sealed, key_id }: Pick<Row, "sealed" | "key_id">, owner: string) =>
  sealDetails(unsealDetails({ sealed, keyId: key_id }, owner), owner);
