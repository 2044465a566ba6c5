import { randomBytes } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import Provider, { interactionPolicy } from "oidc-provider";
import { escapeHtml, page, serveOnLoopback } from "./loopback";

export type DemoPerson = { id: string; name: string; email: string; groups: string[]; label?: string };
export type IdentityProvider = { issuer: string; port: number; close: () => Promise<void> };

type Options = {
  port: number;
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  /** Where the portal is told that a sign-in here is over. */
  logoutUri: string;
  people: readonly DemoPerson[];
  /** The public address, when something stands in front; and the keys to sign with, as a JWK set. */
  issuer?: string;
  jwks?: { keys: object[] };
};

/**
 * A real OpenID Connect provider on loopback, with one button a person instead of a password. For the demo and the tests:
 * nothing of the portal imports it.
 */
export async function startIdentityProvider(options: Options): Promise<IdentityProvider> {
  let answer: RequestListener = (_, response) => response.writeHead(503).end();
  const server = await serveOnLoopback((request, response) => answer(request, response), options.port);
  const issuer = options.issuer ?? `http://localhost:${server.port}`;
  const provider = new Provider(issuer, configuration(options));
  provider.proxy = Boolean(options.issuer);
  provider.on("server_error", (_, error) => console.error(`demo sign-on: ${error.message}`));
  const protocol = provider.callback();
  answer = (request, response) => {
    if (!request.url?.startsWith("/choose/")) return protocol(request, response);
    choose(provider, options.people, request, response).catch((error: Error) =>
      response.writeHead(400, { "Content-Type": "text/plain" }).end(`${error.message}\nStart again from the portal.`),
    );
  };
  return { issuer, port: server.port, close: server.close };
}

async function choose(
  provider: Provider,
  people: readonly DemoPerson[],
  request: IncomingMessage,
  response: ServerResponse,
) {
  const { uid } = await provider.interactionDetails(request, response);
  if (request.method !== "POST") {
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" });
    response.end(page("Demo single sign-on", chooser(uid, people)));
    return;
  }
  let body = "";
  for await (const chunk of request) body += chunk;
  const accountId = new URLSearchParams(body).get("person") ?? "";
  if (!people.some((person) => person.id === accountId)) throw new Error("There is no such person.");
  await provider.interactionFinished(request, response, { login: { accountId, remember: false } });
}

function chooser(uid: string, people: readonly DemoPerson[]): string {
  const buttons = people.map(
    ({ id, name, email, label, groups }) =>
      `<button name="person" value="${escapeHtml(id)}">${escapeHtml(name)}<br><small>${escapeHtml(label ?? groups.join(", "))} · ${escapeHtml(email)}</small></button>`,
  );
  return `<h1>Who signs in?</h1><p class="quiet">This stands for your company's single sign-on. It runs in the demo alone.</p>
<form method="post" action="/choose/${escapeHtml(uid)}">${buttons.join("")}</form>`;
}

function configuration({ clientId, clientSecret, redirectUri, logoutUri, people, jwks }: Options) {
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        grant_types: ["authorization_code"],
        response_types: ["code"],
        backchannel_logout_uri: logoutUri,
        backchannel_logout_session_required: true,
      },
    ],
    pkce: { required: () => true },
    cookies: { keys: [randomBytes(32).toString("hex")] },
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    ...(jwks ? { jwks } : {}),
    // The provider calls no address of this machine by itself, and the portal is at one.
    fetch: (url: string, { dispatcher: _, ...options }: RequestInit & { dispatcher?: unknown }) => fetch(url, options),
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
    interactions: { policy: alwaysAsk(), url: (_: unknown, { uid }: { uid: string }) => `/choose/${uid}` },
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 3600, Session: 3600, Grant: 3600 },
    findAccount: (_: unknown, id: string) => {
      const person = people.find((candidate) => candidate.id === id);
      return person && { accountId: id, claims: () => claimsOf(person) };
    },
    // The demo's people consented when they were made.
    loadExistingGrant: async (context: {
      oidc: { client: { clientId: string }; session: { accountId: string }; provider: Provider };
    }) => {
      const { client, session, provider } = context.oidc;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  };
}

const claimsOf = ({ id, name, email, groups }: DemoPerson) => ({ sub: id, name, email, email_verified: true, groups });

/** Asks who signs in each time, so that one browser can be one role after the other. */
function alwaysAsk() {
  const { base, Check } = interactionPolicy;
  const policy = base();
  policy
    .get("login")
    .checks.add(
      new Check("choose", "a person has to be chosen", ({ oidc }) =>
        oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
      ),
    );
  return policy;
}
