import type postgres from "postgres";

/** Makes a partner and returns its id. */
export async function makePartner(sql: postgres.Sql, name: string): Promise<string> {
  const [row] = await sql`insert into partners (name, type) values (${name}, 'reseller') returning id`;
  return row?.id;
}

type Given = { role: string | null; email: string; name?: string; access?: string; partnerId?: string | null };

/** Makes a person and returns their id; staff unless `partnerId` is given. */
export async function makePerson(sql: postgres.Sql, given: Given): Promise<string> {
  const { role, email, name = email, access = "active", partnerId = null } = given;
  const kind = partnerId ? "partner" : "staff";
  const [row] = await sql`insert into people (kind, partner_id, name, email, role, access)
    values (${kind}, ${partnerId}, ${name}, ${email}, ${role}, ${access}) returning id`;
  return row?.id;
}

/** Signs a person in and returns the hash of their session. */
export async function makeSession(sql: postgres.Sql, personId: string, hash: string): Promise<string> {
  await sql`insert into sessions (token_hash, person_id, via, expires_at) values (${hash}, ${personId}, 'sso', now() + interval '1 day')`;
  return hash;
}
