import { withoutQueryKey } from "./query-key.ts";

/** A path and its query, without any key in it. */
export function splitQuery(written: string): Readonly<{ path: string; query: string }> {
  const { pathAndQuery } = withoutQueryKey(written);
  const at = pathAndQuery.indexOf("?");
  if (at < 0) return { path: pathAndQuery, query: "" };
  return { path: pathAndQuery.slice(0, at), query: pathAndQuery.slice(at + 1) };
}
