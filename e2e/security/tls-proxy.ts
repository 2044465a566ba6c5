import { generateKeyPairSync, sign } from "node:crypto";
import { request } from "node:http";
import { createServer } from "node:https";

/** Ends TLS in front of a portal on loopback, with a certificate of its own making, as a reverse proxy does. */
export async function startTlsProxy(
  port: number,
  portalPort: number,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer(selfSigned(), (asked, answer) => {
    const headers = {
      ...asked.headers,
      "x-forwarded-proto": "https",
      "x-forwarded-host": asked.headers.host,
      "x-forwarded-for": asked.socket.remoteAddress,
    };
    const { method, url: path } = asked;
    const onward = request({ host: "localhost", port: portalPort, path, method, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 500, got.rawHeaders);
      got.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((done) => server.listen(port, "localhost", done));
  const stop = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { url: `https://localhost:${port}`, stop };
}

function selfSigned(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = der(0x30, Buffer.from("06082a8648ce3d040302", "hex"));
  const name = der(0x30, der(0x31, der(0x30, Buffer.from("0603550403", "hex"), der(0x0c, Buffer.from("localhost")))));
  const day = (offset: number) => {
    const text = new Date(Date.now() + offset * 86_400_000).toISOString().replace(/[-:T]/g, "");
    return der(0x17, Buffer.from(`${text.slice(2, 14)}Z`));
  };
  const names = der(0x04, der(0x30, der(0x82, Buffer.from("localhost"))));
  const extensions = der(0xa3, der(0x30, der(0x30, Buffer.from("0603551d11", "hex"), names)));
  const version = Buffer.from("a003020102", "hex");
  const serial = der(0x02, Buffer.from([1]));
  const validity = der(0x30, day(-1), day(2));
  const key = publicKey.export({ type: "spki", format: "der" });
  const body = der(0x30, version, serial, algorithm, name, validity, name, key, extensions);
  const signature = der(0x03, Buffer.from([0]), sign("sha256", body, privateKey));
  const base64 = der(0x30, body, algorithm, signature).toString("base64").replace(/.{64}/g, "$&\n");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

/** One ASN.1 value: tag, length, content. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length =
    content.length < 128
      ? [content.length]
      : content.length < 256
        ? [0x81, content.length]
        : [0x82, content.length >> 8, content.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
