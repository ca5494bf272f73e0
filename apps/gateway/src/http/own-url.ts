import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Where this process can be asked from this machine. */
export function ownUrl(server: Server): string {
  const { address, port } = server.address() as AddressInfo;
  const host = address === "0.0.0.0" ? "127.0.0.1" : address === "::" ? "::1" : address;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
