import type { Server } from "node:http";
import { HeadgateError } from "@headgate/contract";

/** @throws HeadgateError `port_taken` */
export function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new HeadgateError("port_taken", `${host}:${port}.`, { port }, { cause: error })
          : error,
      );
    });
    server.listen(port, host, () => resolve());
  });
}
