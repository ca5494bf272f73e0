import type { IncomingHttpHeaders } from "node:http";

/** The key of a request, from `Authorization: Bearer` or `x-api-key`; any text is a good key. */
export function clientKey(headers: IncomingHttpHeaders): string | undefined {
  const authorization = headers.authorization;
  if (authorization?.startsWith("Bearer ") === true) {
    const key = authorization.slice("Bearer ".length).trim();
    if (key !== "") return key;
  }
  const key = headers["x-api-key"];
  return typeof key === "string" && key !== "" ? key : undefined;
}
