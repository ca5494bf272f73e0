import { type KeySnapshot, VIRTUAL_KEY_PREFIX, type VirtualKey } from "@headgate/contract";
import { hashVirtualKey } from "@headgate/ledger";

/** The live keys by hash. Replaced whole when a new snapshot is published. */
export type KeyTable = ReadonlyMap<string, VirtualKey>;

export const keyTable = (snapshot: KeySnapshot): KeyTable =>
  new Map(
    snapshot.keys
      .filter((key) => key.revoked_at_ms === undefined)
      .map((key) => [key.hash, key] as const),
  );

/** The secret a client sent, wherever its SDK puts it; `undefined` when there is none of ours. */
export function secretFrom(
  authorization: string | undefined,
  apiKey: string | string[] | undefined,
): string | undefined {
  if (authorization !== undefined && /^bearer /i.test(authorization.slice(0, 7))) {
    return authorization.slice(7).trim();
  }
  return typeof apiKey === "string" ? apiKey : undefined;
}

/** The key with this secret. Only hashes are compared, so neither the table nor the timing tells a secret. */
export const findKey = (table: KeyTable, secret: string): VirtualKey | undefined =>
  secret.startsWith(VIRTUAL_KEY_PREFIX) ? table.get(hashVirtualKey(secret)) : undefined;
