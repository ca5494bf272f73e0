import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { HeadgateError } from "@headgate/contract";

/** Where this process can be asked from this machine. */
export function ownUrl(server: Server): string {
  const { address, port } = server.address() as AddressInfo;
  const host = address === "0.0.0.0" ? "127.0.0.1" : address === "::" ? "::1" : address;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

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
