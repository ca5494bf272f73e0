import { GEMINI_PREFIX } from "./model-path.ts";

/** A request's path without the key that Google's clients may write into it, and that key. */
export type WithoutKey = Readonly<{ pathAndQuery: string; key: string | undefined }>;

/**
 * Takes `key=…` out of the query, where Google's API accepts it
 * (https://ai.google.dev/gemini-api/docs/api-key, read 2026-11-25): it is a secret, and goes to no
 * provider, log or row. All other parameters stay as they were written, in their order.
 */
export function withoutQueryKey(pathAndQuery: string): WithoutKey {
  const queryAt = pathAndQuery.indexOf("?");
  if (queryAt < 0 || !pathAndQuery.startsWith(`${GEMINI_PREFIX}/`)) {
    return { pathAndQuery, key: undefined };
  }
  let key: string | undefined;
  const kept = pathAndQuery
    .slice(queryAt + 1)
    .split("&")
    .filter((parameter) => {
      const [[name, value] = ["", ""]] = new URLSearchParams(parameter);
      if (name.toLowerCase() !== "key") return true;
      key ??= value;
      return false;
    });
  if (key === undefined) return { pathAndQuery, key };
  const path = pathAndQuery.slice(0, queryAt);
  return { pathAndQuery: kept.length === 0 ? path : `${path}?${kept.join("&")}`, key };
}
