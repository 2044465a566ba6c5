import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";
import { type DemoPerson, startIdentityProvider } from "../../bin/demo-services/oidc";
import { freePort } from "./another-portal";

type Claims = Record<string, unknown>;
export type Header = { alg: string; typ?: string; kid?: string };
export type SigningKey = { private: CryptoKey; public: JWK; kid: string };

/** What happens to the provider's answers on their way to the portal. */
export type Tampering = {
  /** Another ID token: a text is sent as it is, claims are signed with `key` (the provider's own by default). */
  idToken?: (claims: Claims, header: Header) => Promise<string> | string;
  userinfo?: (claims: Claims) => Claims;
  discovery?: (metadata: Claims) => Claims;
  /** What the token endpoint's whole answer becomes. */
  tokens?: (answer: Claims) => Claims;
  /** The provider is away: it closes the connection, answers 503, or never answers. */
  away?: "closes" | "503" | "hangs";
};

export type TamperingProvider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  people: DemoPerson[];
  key: SigningKey;
  published: JWK[];
  tamper: Tampering;
  /** Signs with another key from now on, and publishes it beside those before. */
  rotate: () => Promise<void>;
  sign: (claims: JWTPayload, header: Partial<Header>, key?: SigningKey) => Promise<string>;
  close: () => Promise<void>;
};

export async function signingKey(kid: string): Promise<SigningKey> {
  const pair = await generateKeyPair("RS256", { extractable: true });
  return {
    private: pair.privateKey,
    public: { ...(await exportJWK(pair.publicKey)), kid, alg: "RS256", use: "sig" },
    kid,
  };
}

/** A real OpenID Connect provider behind a front that can change what it says. `portalUrl` is the one it serves. */
export async function startTamperingProvider(portalUrl: string): Promise<TamperingProvider> {
  const front = createServer((asked, answer) => void pass(self, inner.port, asked, answer));
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const key = await signingKey("first");
  const people: DemoPerson[] = [];
  const client = { clientId: "the-portal", clientSecret: "a-secret-that-only-the-two-know" };
  const inner = await startIdentityProvider({
    ...client,
    port: 0,
    issuer,
    people,
    redirectUri: `${portalUrl}/api/auth/callback/sso`,
    logoutUri: `${portalUrl}/api/auth/backchannel-logout`,
    jwks: { keys: [{ ...(await exportJWK(key.private)), kid: key.kid, alg: "RS256", use: "sig" }] },
  });
  const self: TamperingProvider = {
    ...client,
    issuer,
    people,
    key,
    published: [key.public],
    tamper: {},
    rotate: async () => {
      self.key = await signingKey(`${self.key.kid}-next`);
      self.published.unshift(self.key.public);
    },
    sign: (claims, header, by = self.key) =>
      new SignJWT(claims).setProtectedHeader({ alg: "RS256", ...header, kid: by.kid }).sign(by.private),
    close: async () => {
      await inner.close();
      await new Promise<void>((done) => {
        front.close(() => done());
        front.closeAllConnections();
      });
    },
  };
  await new Promise<void>((done) => front.listen(port, "localhost", done));
  return self;
}

async function pass(self: TamperingProvider, port: number, asked: IncomingMessage, answer: ServerResponse) {
  const { away } = self.tamper;
  if (away === "hangs") return;
  if (away === "closes") return void asked.socket.destroy();
  if (away === "503") return void answer.writeHead(503).end("away");
  const headers = {
    ...asked.headers,
    "accept-encoding": "identity",
    "x-forwarded-host": asked.headers.host,
    "x-forwarded-proto": "http",
  };
  const { method, url: path } = asked;
  const onward = request({ host: "127.0.0.1", port, path, method, headers }, async (got) => {
    const chunks: Buffer[] = [];
    for await (const chunk of got) chunks.push(chunk);
    const body = await changed(self, path ?? "", Buffer.concat(chunks).toString("utf8"));
    const { "content-length": _, "transfer-encoding": __, ...kept } = got.headers;
    answer.writeHead(got.statusCode ?? 500, kept).end(body);
  });
  onward.on("error", () => answer.destroy());
  asked.pipe(onward);
}

async function changed(self: TamperingProvider, path: string, body: string): Promise<string> {
  // The provider itself keeps its first key: the front signs again with the one of now.
  const tamper = { idToken: self.sign, ...self.tamper };
  if (path.startsWith("/jwks")) return JSON.stringify({ keys: self.published });
  if (path.startsWith("/.well-known/") && tamper.discovery) return JSON.stringify(tamper.discovery(JSON.parse(body)));
  if (path.startsWith("/me") && tamper.userinfo) return JSON.stringify(tamper.userinfo(JSON.parse(body)));
  if (!path.startsWith("/token") || !body.includes("id_token")) return body;
  const answer = JSON.parse(body) as Claims;
  const [header, claims] = String(answer.id_token).split(".").slice(0, 2).map(decoded) as [Header, Claims];
  answer.id_token = await tamper.idToken(claims, header);
  return JSON.stringify(tamper.tokens ? tamper.tokens(answer) : answer);
}

const decoded = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
