import type { IncomingHttpHeaders } from "node:http";

const SIGNED = /^AWS4-HMAC-SHA256 Credential=([^/,]+)\//;

/**
 * The key of a request, from `Authorization: Bearer`, `x-api-key`, `x-goog-api-key`, `api-key` or the access key id of an AWS signature;
 * any text is a good key, and signatures are not checked.
 */
export function clientKey(headers: IncomingHttpHeaders): string | undefined {
  const authorization = headers.authorization;
  if (authorization?.startsWith("Bearer ") === true) {
    const key = authorization.slice("Bearer ".length).trim();
    if (key !== "") return key;
  }
  const signer = SIGNED.exec(authorization ?? "")?.[1];
  if (signer !== undefined) return signer;
  const key = headers["x-api-key"] ?? headers["x-goog-api-key"] ?? headers["api-key"];
  return typeof key === "string" && key !== "" ? key : undefined;
}
