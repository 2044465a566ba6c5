import { type Answer, type Attempt, send, sql } from "./attacker";

export type Visited = { path: string; status: number; text: string };

/**
 * Follows every link from the start pages, as long as new ones come: pages with their data for the browser's router, and
 * files. A page is read `mostOfOnePage` times at most with other words in its address: filters and sorts lead on without
 * end. Returns what was read.
 */
export async function crawl(
  attempt: Attempt,
  starts: string[] = ["/home", "/metrics", "/deals"],
  mostOfOnePage = 5,
): Promise<Visited[]> {
  const visited: Visited[] = [];
  const seen = new Set(starts);
  const perPage = new Map<string, number>();
  let wave = starts;
  while (wave.length > 0) {
    const answers = await Promise.all(wave.map((path) => visit(path, attempt)));
    const found = answers.flat();
    visited.push(...found);
    wave = [...new Set(found.flatMap(linksOf))].filter((path) => {
      if (seen.has(path)) return false;
      seen.add(path);
      const page = path.split("?")[0] as string;
      const shape = page.replace(/[0-9a-f-]{36}/g, "[id]");
      const n = (perPage.get(shape) ?? 0) + 1;
      perPage.set(shape, n);
      return n <= mostOfOnePage;
    });
  }
  return visited;
}

async function visit(path: string, attempt: Attempt): Promise<Visited[]> {
  const page = await send(path, attempt);
  const data = await send(path, { ...attempt, headers: { ...attempt.headers, rsc: "1" } });
  const followed = await follow(data, attempt);
  return [
    { path, ...page },
    { path: `${path} (data)`, ...followed },
  ];
}

/** The router's data stands at an address of its own. */
async function follow(answer: Answer, attempt: Attempt): Promise<Answer> {
  const to = answer.headers.location;
  if (answer.status !== 307 || typeof to !== "string" || !to.includes("_rsc")) return answer;
  return send(new URL(to, "http://portal").pathname + new URL(to, "http://portal").search, {
    ...attempt,
    headers: { ...attempt.headers, rsc: "1" },
  });
}

function linksOf({ text, path, status }: Visited): string[] {
  if (path.endsWith("(data)") || status >= 400) return [];
  const found = [...text.matchAll(/(?:href|action)="(\/[^"#]*)"/g)].map(([, link]) =>
    (link as string).replaceAll("&amp;", "&"),
  );
  return found.filter((link) => !link.startsWith("//") && !/^\/(_next|sign-in|icon)/.test(link));
}

/** What of other partners no page of `partnerId` may hold: names, domains, addresses of mail, and what was planted. */
export async function secretsFrom(partnerId: string): Promise<string[]> {
  const db = await sql();
  const rows = await db<{ text: string }[]>`
    select name as text from partners where id <> ${partnerId}
    union select domain from partners where id <> ${partnerId} and domain is not null
    union select email from people where partner_id <> ${partnerId} and email is not null
    union select id::text from partners where id <> ${partnerId}
    union select d.id::text from deals d where not exists (select 1 from deal_partners p where p.deal_id = d.id and p.partner_id = ${partnerId})
    union select name from deals d where name like 'CANARY%'`;
  return [...rows.map(({ text }) => text), "CANARY-B"].filter((text) => text.length > 5);
}

/** Which of the secrets stand in what was read. */
export function leaks(visited: Visited[], secrets: string[]): string[] {
  const pattern = new RegExp(secrets.map((secret) => secret.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "g");
  return visited.flatMap(({ path, text }) =>
    [...new Set(text.replaceAll("&amp;", "&").match(pattern) ?? [])].map((hit) => `${path}: ${hit}`),
  );
}
