import { keysOverApi } from "../management/key-access.ts";
import type { ManagementApi } from "../management/management-api.ts";

/** Does the work with the given key, or with one that is made for it and revoked at the end. */
export async function withReplayKey<T>(
  api: ManagementApi,
  given: string | undefined,
  work: (key: string) => Promise<T>,
): Promise<T> {
  if (given !== undefined) return work(given);
  const keys = keysOverApi(api);
  const { key, secret } = await keys.create({ name: "replay", attribution: {}, tags: {} });
  try {
    return await work(secret);
  } finally {
    await keys.revoke(key.id);
  }
}
