import { isIPv6 } from "node:net";
import { CLIENT_ADDRESS_HEADER } from "@headgate/contract";
import type { Context } from "hono";

/**
 * Who sent a request, for counting: the address that the gateway saw, which it lets no client say. Of IPv6 the first
 * 64 bits, because one machine commonly has all addresses below them.
 */
export function clientAddress({ req }: Context): string {
  const address = req.header(CLIENT_ADDRESS_HEADER) ?? "";
  if (!isIPv6(address) || address.toLowerCase().startsWith("::ffff:")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const whole =
    tail === undefined
      ? groups
      : [
          ...groups,
          ...Array<string>(Math.max(0, 8 - groups.length - after.length)).fill("0"),
          ...after,
        ];
  return `${whole.slice(0, 4).join(":").toLowerCase()}::/64`;
}
