import { createHash, randomBytes } from "node:crypto";
import postgres from "postgres";

/** The id that `bulk.uid` gives to the n-th row of a kind. */
export function generatedId(kind: "partner" | "staff" | "person" | "account" | "deal", n: number): string {
  const hex = createHash("md5").update(`${kind}${n}`).digest("hex");
  const set = `${hex.slice(0, 12)}4${hex.slice(13, 16)}8${hex.slice(17)}`;
  return set.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** A partner of the middle, by rank; neither dormant nor suspended. */
export const typicalRank = (partners: number) => Math.min(partners, Math.floor(partners / 200) * 100 + 50);

/** The ids of two partners, and who is signed in. */
export type GeneratedCast = {
  largest: string;
  typical: string;
  /** The session cookie of a person of each role; they last. */
  sessions: Record<string, string>;
};

/** Signs in one person of each staff role and of the largest and a typical partner, for good. `url` is the superuser's. */
export async function signInGenerated(url: string, partners: number): Promise<GeneratedCast> {
  const typical = typicalRank(partners);
  const people = {
    admin: generatedId("staff", 1),
    program_owner: generatedId("staff", 2),
    finance: generatedId("staff", 3),
    executive: generatedId("staff", 4),
    channel_manager: generatedId("staff", 5),
    largest_admin: generatedId("person", 3),
    largest_member: generatedId("person", 4),
    typical_admin: generatedId("person", typical * 3),
    typical_member: generatedId("person", typical * 3 + 1),
  };
  const sessions = Object.fromEntries(Object.keys(people).map((role) => [role, randomBytes(32).toString("base64url")]));
  const rows = Object.entries(people).map(([role, person_id]) => ({
    person_id,
    token_hash: createHash("sha256")
      .update(sessions[role] as string)
      .digest("hex"),
    via: "link",
    user_agent: "bench",
    last_seen_at: "2999-01-01",
    expires_at: "2999-01-01",
  }));
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql`delete from sessions where user_agent = 'bench'`;
  await sql`insert into sessions ${sql(rows)}`;
  await sql.end({ timeout: 5 });
  return { largest: generatedId("partner", 1), typical: generatedId("partner", typical), sessions };
}
