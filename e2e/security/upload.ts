import { randomBytes } from "node:crypto";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { finished } from "node:stream/promises";
import { portalUrl } from "../portal";
import type { Answer } from "./attacker";

export type Sent = {
  session: string;
  source?: string;
  /** The file's name as it stands in the part's heading, exactly. */
  name?: string;
  /** What the file holds, perhaps piece by piece: nothing is held here. */
  content: Buffer | string | Iterable<Buffer>;
  headers?: Record<string, string>;
  /** A heading of the file's part instead of the usual one. */
  heading?: string;
};

/** Sends one file as the upload form does, but asks for no page: the answer says in words what is wrong. */
export async function upload({ session, source = "partner-list", ...file }: Sent): Promise<Answer> {
  const boundary = `----${randomBytes(8).toString("hex")}`;
  const { name = "partners.csv", content, headers } = file;
  const heading = file.heading ?? `Content-Disposition: form-data; name="files"; filename="${name}"`;
  const sent = begin(session, boundary, headers);
  const answered = answerOf(sent);
  sent.write(`--${boundary}\r\nContent-Disposition: form-data; name="source"\r\n\r\n${source}\r\n`);
  sent.write(`--${boundary}\r\n${heading}\r\nContent-Type: text/csv\r\n\r\n`);
  const pieces = typeof content === "string" || Buffer.isBuffer(content) ? [content] : content;
  for (const piece of pieces) {
    if (sent.destroyed) break;
    if (!sent.write(piece)) await drained(sent);
  }
  sent.end(`\r\n--${boundary}--\r\n`);
  return answered;
}

/** Begins to send a file and breaks off in the middle. */
export async function breakOff(session: string): Promise<void> {
  const sent = begin(session, "x");
  sent.on("error", () => {});
  sent.write('--x\r\nContent-Disposition: form-data; name="files"; filename="partners.csv"\r\n\r\nId,Name\n');
  await new Promise<void>((done) => sent.write(Buffer.alloc(300_000, "a"), () => done()));
  sent.destroy();
  await finished(sent).catch(() => {});
}

function begin(session: string, boundary: string, headers: Record<string, string> = {}): ClientRequest {
  const { hostname, port } = new URL(portalUrl());
  return request({
    hostname,
    port,
    path: "/imports/upload",
    method: "POST",
    headers: {
      origin: portalUrl(),
      cookie: `session=${session}`,
      "content-type": `multipart/form-data; boundary=${boundary}`,
      ...headers,
    },
  });
}

function drained(sent: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      sent.off("drain", done).off("close", done);
      resolve();
    };
    sent.once("drain", done).once("close", done);
  });
}

function answerOf(sent: ClientRequest): Promise<Answer> {
  return new Promise((done, fail) => {
    const read = (answer: IncomingMessage) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () =>
        done({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(chunks).toString("utf8") }),
      );
    };
    sent.once("response", read);
    sent.once("error", fail);
  });
}
