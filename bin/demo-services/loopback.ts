import { createServer, type RequestListener, type Server } from "node:http";

export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A plain page for the demo's own services. */
export function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>
:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem}
h1{font-size:1.3rem}button{font:inherit;display:block;width:100%;text-align:left;padding:.6rem .9rem;margin:.4rem 0;border:1px solid #8886;border-radius:.5rem;background:#8881;cursor:pointer}
small,.quiet{color:#777}article{border:1px solid #8886;border-radius:.5rem;padding:1rem;margin:1rem 0}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;margin:.5rem 0 0}
</style></head><body>${body}</body></html>`;
}

/** Serves on 127.0.0.1 alone. Port 0 takes a free one. Resolves to the port it got and how to stop. */
export function serveOnLoopback(listener: RequestListener, port: number) {
  const server = createServer(listener);
  return listening(server, port).then((got) => ({
    port: got,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  }));
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", () => done((server.address() as { port: number }).port));
  });
}
