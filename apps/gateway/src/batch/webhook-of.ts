import type { IncomingHttpHeaders } from "node:http";
import { HeadgateError, requestHeaders } from "@headgate/contract";

/**
 * Where an end is to be told, where the client says so. Whether that may be told is control's to say.
 * @throws HeadgateError `header_invalid`
 */
export function webhookOf(headers: IncomingHttpHeaders): string | undefined {
  const text = headers[requestHeaders.webhook];
  if (text === undefined) return undefined;
  const url = typeof text === "string" && URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url?.username === "" && url.password === "" && /^https?:$/.test(url.protocol);
  if (isPlain && url.href.length <= 2_048) return url.href;
  throw new HeadgateError("header_invalid", `${requestHeaders.webhook}: expected an address.`, {
    header: requestHeaders.webhook,
  });
}
