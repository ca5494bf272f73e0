import type { Server } from "node:http";
import { HeadgateError } from "@headgate/contract";
import { createAdaptorServer } from "@hono/node-server";

/** Control answers the gateway, which runs on the same machine: never anyone else. */
const HOST = "127.0.0.1";

/**
 * Longer than the gateway keeps an idle connection, so that it is never the server that closes one just as a request
 * is on its way: that request would fail though nothing is wrong.
 */
const KEEP_ALIVE_MS = 75_000;

/** The gateway tells whose a request is in a header, with the key's labels and tags, percent-encoded. */
const MOST_HEADER_BYTES = 131_072;

export type HttpServer = Readonly<{
  url: string;
  /** Takes no new requests, lets those in flight end for `graceMs`, then cuts them off. */
  close(graceMs: number): Promise<void>;
}>;

/** @throws HeadgateError `port_taken` */
export async function listen(
  app: Readonly<{ fetch: Parameters<typeof createAdaptorServer>[0]["fetch"] }>,
  port: number,
): Promise<HttpServer> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: { maxHeaderSize: MOST_HEADER_BYTES },
  }) as Server;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(listenError(error, port)));
    server.listen(port, HOST, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new HeadgateError("internal", "The server has no port.");
  }
  let closing = false;
  server.on("request", (_request, response) => {
    // A connection that becomes idle while the server closes would hold it for its keep-alive time.
    response.once("close", () => {
      if (closing) setImmediate(() => server.closeIdleConnections());
    });
  });
  return {
    url: `http://${HOST}:${address.port}`,
    close: (graceMs) =>
      new Promise<void>((resolve, reject) => {
        closing = true;
        const cut = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close((error) => {
          clearTimeout(cut);
          if (error === undefined) resolve();
          else reject(error);
        });
      }),
  };
}

function listenError(error: Error, port: number): Error {
  return "code" in error && error.code === "EADDRINUSE"
    ? new HeadgateError("port_taken", `Port ${port} on ${HOST}.`, { port }, { cause: error })
    : error;
}
