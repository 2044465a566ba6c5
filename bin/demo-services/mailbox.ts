import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { escapeHtml, page, serveOnLoopback } from "./loopback";

export type CaughtMail = { to: string[]; subject: string; text: string; html: string; at: string; links: string[] };
export type Mailbox = { url: string; smtpUrl: string; httpPort: number; smtpPort: number; close: () => Promise<void> };

/**
 * Catches all mail on loopback and shows it: newest first at `/`, as JSON at `/messages.json`, both filtered by
 * `?to=address`. For the demo and the tests: nothing of the portal imports it.
 */
export async function startMailbox({ smtpPort, httpPort }: { smtpPort: number; httpPort: number }): Promise<Mailbox> {
  const mails: CaughtMail[] = [];
  const smtp = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    size: 1_000_000,
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo.map((recipient) => recipient.address);
      keep(stream, to, mails).then(
        () => done(),
        (error: Error) => done(error),
      );
    },
  });
  smtp.on("error", (error) => console.error(`demo mailbox: ${error.message}`));
  await new Promise<void>((done, fail) => {
    smtp.once("error", fail);
    smtp.listen(smtpPort, "127.0.0.1", done);
  });
  const http = await serveOnLoopback((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const to = url.searchParams.get("to")?.toLowerCase();
    const shown = mails.filter((mail) => !to || mail.to.some((address) => address.toLowerCase() === to));
    const json = url.pathname === "/messages.json";
    response.setHeader("Content-Type", json ? "application/json" : "text/html; charset=utf-8");
    response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    response.end(json ? JSON.stringify(shown) : page("Demo mailbox", listing(shown)));
  }, httpPort);
  const smtpAddress = smtp.server.address() as { port: number };
  return {
    url: `http://localhost:${http.port}`,
    smtpUrl: `smtp://127.0.0.1:${smtpAddress.port}`,
    httpPort: http.port,
    smtpPort: smtpAddress.port,
    close: async () => {
      await Promise.all([http.close(), new Promise<void>((done) => smtp.close(() => done()))]);
    },
  };
}

async function keep(stream: AsyncIterable<Buffer>, to: string[], mails: CaughtMail[]) {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const parsed = await PostalMime.parse(Buffer.concat(chunks));
  const text = parsed.text ?? "";
  const links = text.match(/https?:\/\/\S+/g) ?? [];
  mails.unshift({
    to,
    subject: parsed.subject ?? "",
    text,
    html: parsed.html ?? "",
    at: new Date().toISOString(),
    links,
  });
  mails.splice(500);
}

function listing(mails: CaughtMail[]): string {
  const items = mails.map(
    (mail) =>
      `<article><b>${escapeHtml(mail.subject)}</b><br><small>to ${escapeHtml(mail.to.join(", "))} · ${mail.at}</small><pre>${linked(mail.text)}</pre></article>`,
  );
  const none = `<p class="quiet">No mail yet. Reload this page after asking for a sign-in link.</p>`;
  return `<h1>Caught mail</h1><p class="quiet">The demo sends no mail out: it lands here.</p>${items.join("") || none}`;
}

const linked = (text: string) =>
  escapeHtml(text).replace(/https?:&#47;&#47;\S+|https?:\/\/\S+/g, (url) => `<a href="${url}">${url}</a>`);
