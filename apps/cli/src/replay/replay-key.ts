import { keysOverApi } from "../management/key-access.ts";
import type { ManagementApi } from "../management/management-api.ts";

/**
 * Does the work with the given key, or with one that is made when it is first asked for and revoked at
 * the end: a replay that finds everything sent already leaves no trace.
 */
export async function withReplayKey<T>(
  api: ManagementApi,
  given: string | undefined,
  work: (key: () => Promise<string>) => Promise<T>,
): Promise<T> {
  if (given !== undefined) return work(async () => given);
  const keys = keysOverApi(api);
  let made: ReturnType<typeof keys.create> | undefined;
  try {
    return await work(async () => {
      made ??= keys.create({ name: "replay", attribution: {}, tags: {} });
      return (await made).secret;
    });
  } finally {
    if (made !== undefined) await keys.revoke((await made).key.id);
  }
}
