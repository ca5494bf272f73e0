import { GEMINI_PREFIX } from "./model-path.ts";

/**
 * Parameters of Google's APIs by which a client says who it is: they end here, as such headers do
 * (https://docs.cloud.google.com/apis/docs/system-parameters, of which the rows were not read again).
 */
const credentials: ReadonlySet<string> = new Set(["key", "$key", "access_token", "oauth_token"]);

/** A request's path without the key that Google's clients may write into it, and that key. */
export type WithoutKey = Readonly<{ pathAndQuery: string; key: string | undefined }>;

/**
 * Takes `key=…` out of the query, where Google's API accepts it
 * (https://ai.google.dev/gemini-api/docs/api-key, not read again): it is a secret, and goes to no
 * provider, log or row. All other parameters stay as they were written, in their order.
 */
export function withoutQueryKey(pathAndQuery: string): WithoutKey {
  const queryAt = pathAndQuery.indexOf("?");
  if (queryAt < 0 || !pathAndQuery.startsWith(`${GEMINI_PREFIX}/`)) {
    return { pathAndQuery, key: undefined };
  }
  let key: string | undefined;
  let dropped = false;
  const kept = pathAndQuery
    .slice(queryAt + 1)
    .split("&")
    .filter((parameter) => {
      const [[name, value] = ["", ""]] = new URLSearchParams(parameter);
      if (!credentials.has(name.toLowerCase())) return true;
      if (name.toLowerCase() === "key") key ??= value;
      dropped = true;
      return false;
    });
  if (!dropped) return { pathAndQuery, key };
  const path = pathAndQuery.slice(0, queryAt);
  return { pathAndQuery: kept.length === 0 ? path : `${path}?${kept.join("&")}`, key };
}
