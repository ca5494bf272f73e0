import type { IncomingHttpHeaders } from "node:http";
import { HeadgateError, requestHeaders } from "@headgate/contract";
import { type CacheWish, cacheWishes } from "@headgate/levers";

/**
 * What the client asks of the cache: by `x-headgate-cache`, or by `cache-control`, whose `no-store` passes it by
 * and whose `no-cache` wants a fresh answer (RFC 9111 §5.2.1).
 *
 * @throws HeadgateError `header_invalid`
 */
export function cacheWishOf(headers: IncomingHttpHeaders): CacheWish | undefined {
  const asked = headers[requestHeaders.cache];
  if (asked !== undefined) {
    const wish = cacheWishes.find((known) => known === String(asked).trim().toLowerCase());
    if (wish !== undefined) return wish;
    throw new HeadgateError(
      "header_invalid",
      `${requestHeaders.cache}: expected ${cacheWishes.join(", ")}.`,
      { header: requestHeaders.cache },
    );
  }
  const control = headers["cache-control"];
  if (control === undefined) return undefined;
  const directives = control.split(",").map((directive) => directive.trim().toLowerCase());
  if (directives.includes("no-store")) return "bypass";
  return directives.includes("no-cache") ? "refresh" : undefined;
}
