import { createServer } from "node:net";
import { HeadgateError } from "@headgate/contract";

/**
 * Tries whether a port can be listened on, before anything is started on its account. Port 0 always can.
 * @throws HeadgateError `port_taken`, or `config_invalid` when the host is not one of this machine or
 *   the port needs rights that this user has not
 */
export async function assertPortFree(host: string, port: number): Promise<void> {
  if (port !== 0) await listenOnce(host, port);
}

/** A port on the loopback interface that is free now. */
export const freePort = (): Promise<number> => listenOnce("127.0.0.1", 0);

function listenOnce(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      const place = `${host}:${port}`;
      if (error.code === "EADDRINUSE") {
        reject(new HeadgateError("port_taken", `${place}.`, { port }, { cause: error }));
      } else {
        const detail = `listen: ${place}: ${error.code ?? error.message}.`;
        reject(new HeadgateError("config_invalid", detail, { port }, { cause: error }));
      }
    });
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      const found = typeof address === "object" && address !== null ? address.port : port;
      server.close(() => resolve(found));
    });
  });
}
