import { portalUrl } from "../portal";
import { type Answer, type Attempt, callAction, send, serverActions } from "./attacker";

/** One browser's cookies, without a browser: kept by host, sent back there, and to be read or taken away by a test. */
export class Jar {
  readonly hosts = new Map<string, Map<string, string>>();

  of(address: string): Map<string, string> {
    const { host } = new URL(address);
    const kept = this.hosts.get(host) ?? new Map<string, string>();
    this.hosts.set(host, kept);
    return kept;
  }

  take(address: string, answer: Answer): Answer {
    for (const cookie of [answer.headers["set-cookie"] ?? []].flat()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) as unknown as [string, string, string];
      if (value === "" || /max-age=0/i.test(cookie)) this.of(address).delete(name);
      else this.of(address).set(name, value);
    }
    return answer;
  }

  async send(address: string, attempt: Attempt = {}): Promise<Answer> {
    const { origin, pathname, search } = new URL(address);
    const headers = { ...this.header(address), ...attempt.headers };
    return this.take(address, await send(pathname + search, { ...attempt, at: origin, headers }));
  }

  header(address: string): Record<string, string> {
    const cookie = [...this.of(address)].map(([name, value]) => `${name}=${value}`).join("; ");
    return cookie ? { cookie } : {};
  }
}

const startAction = () => serverActions().find(({ name }) => name.endsWith(" startSingleSignOn"))?.id as string;

/** Presses the button of the sign-in page: where it leads, or what the page says instead. */
export async function pressSingleSignOn(jar: Jar, portal = portalUrl(), next = "/", more: Record<string, string> = {}) {
  const headers = { origin: portal, ...jar.header(portal), ...more };
  const answer = jar.take(portal, await callAction(startAction(), "/sign-in", { next }, { at: portal, headers }));
  const to = String(answer.headers["x-action-redirect"] ?? answer.headers.location ?? "").split(";")[0] as string;
  return { answer, to };
}

/** Says at the provider who it is, and returns the address of the portal that the provider leads to. */
export async function chooseAtProvider(jar: Jar, authorization: string, subject: string): Promise<string> {
  let address = authorization;
  for (let step = 0; step < 6; step++) {
    const choosing = new URL(address).pathname.startsWith("/choose/");
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const body = new URLSearchParams({ person: subject }).toString();
    const answer = await jar.send(address, choosing ? { method: "POST", body, headers: form } : {});
    const location = String(answer.headers.location ?? "");
    if (!location) throw new Error(`the provider answers ${answer.status}: ${answer.text.slice(0, 300)}`);
    const next = new URL(location, address);
    if (next.pathname.startsWith("/api/auth/callback")) return next.href;
    address = next.href;
  }
  throw new Error("the provider never came back to the portal");
}

export const sessionCookieOf = (jar: Jar, portal: string) =>
  jar.of(portal).get("session") ?? jar.of(portal).get("__Host-session");

/** A whole sign-in. `before` may change the address and the cookies with which the browser returns to the portal. */
export async function visit(
  portal: string,
  subject: string,
  before?: (callback: URL, jar: Jar) => void | Promise<void>,
): Promise<{ answer: Answer; session: string | undefined; to: string; jar: Jar; callback: string }> {
  const jar = new Jar();
  const { to: authorization } = await pressSingleSignOn(jar, portal);
  const callback = new URL(await chooseAtProvider(jar, authorization, subject));
  await before?.(callback, jar);
  const answer = await jar.send(callback.href);
  const to = String(answer.headers.location ?? "");
  return { answer, session: sessionCookieOf(jar, portal), to, jar, callback: callback.href };
}
