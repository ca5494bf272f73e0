import type { IncomingHttpHeaders } from "node:http";
import {
  type KeySnapshot,
  requestHeaders,
  VIRTUAL_KEY_PREFIX,
  type VirtualKey,
} from "@headgate/contract";
import { hashVirtualKey } from "@headgate/ledger";

/** The live keys by hash. Replaced whole when a new snapshot is published. */
export type KeyTable = ReadonlyMap<string, VirtualKey>;

export const keyTable = (snapshot: KeySnapshot): KeyTable =>
  new Map(
    snapshot.keys
      .filter((key) => key.revoked_at_ms === undefined)
      .map((key) => [key.hash, key] as const),
  );

const SIGNED = /^AWS4-HMAC-SHA256 +Credential=([^/,]+)\//;

/**
 * The secret a client sent, wherever its SDK puts it; `undefined` when there is none of ours. AWS's SDKs
 * sign and can send no header of ours by themselves: with the key as the access key id, it stands in what
 * they sign. The signature itself proves nothing more and is not checked.
 */
export function secretFrom(headers: IncomingHttpHeaders): string | undefined {
  const { authorization, [requestHeaders.key]: ownHeader, "x-api-key": apiKey } = headers;
  if (typeof ownHeader === "string") return ownHeader;
  if (authorization !== undefined && /^bearer /i.test(authorization.slice(0, 7))) {
    return authorization.slice(7).trim();
  }
  if (typeof apiKey === "string") return apiKey;
  const { "x-goog-api-key": googleKey, "api-key": azureKey } = headers;
  if (typeof googleKey === "string") return googleKey;
  if (typeof azureKey === "string") return azureKey;
  return SIGNED.exec(authorization ?? "")?.[1];
}

/** The key with this secret. Only hashes are compared, so neither the table nor the timing tells a secret. */
export const findKey = (table: KeyTable, secret: string): VirtualKey | undefined =>
  secret.startsWith(VIRTUAL_KEY_PREFIX) ? table.get(hashVirtualKey(secret)) : undefined;
