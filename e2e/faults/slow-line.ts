import { connect, createServer, type Socket } from "node:net";

type Quality = { delayMs: number; loss: number; resendMs: number };

/**
 * A line to the database at `url` on which every piece takes `delayMs` each way, and a lost one `resendMs` more, as after
 * TCP sent it again; the order holds. It stands in for `tc netem`, which needs rights that a test rarely has.
 */
export async function startSlowLine(url: string, bad: Quality) {
  const quality = { ...bad };
  const target = new URL(url);
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    pass(near, far, quality);
    pass(far, near, quality);
    for (const socket of [near, far]) open.add(socket);
  });
  const port = await new Promise<number>((done) =>
    server.listen(0, "127.0.0.1", () => done((server.address() as { port: number }).port)),
  );
  const through = new URL(url);
  through.hostname = "127.0.0.1";
  through.port = String(port);
  const close = () => {
    for (const socket of open) socket.destroy();
    return new Promise<void>((done) => server.close(() => done()));
  };
  const becomeGood = () => Object.assign(quality, { delayMs: 0, loss: 0 });
  return { url: through.href, becomeGood, close };
}

function pass(from: Socket, to: Socket, quality: Quality) {
  from.setNoDelay(true);
  let after = 0;
  const later = (work: () => void) => {
    const { delayMs, loss, resendMs } = quality;
    const at = Math.max(after, Date.now() + delayMs + (Math.random() < loss ? resendMs : 0));
    after = at;
    setTimeout(work, at - Date.now());
  };
  from.on("data", (chunk) => later(() => to.writable && to.write(chunk)));
  from.on("close", () => later(() => to.destroy()));
  from.on("error", () => {});
}
