/**
 * Why a server that a store is on did not do what it was asked, in the same few words for each engine:
 * `unreachable` nobody answers; `refused` its user may not, or is not known; `full` no room; `read_only` it takes no writes;
 * `busy` too much at once, or too late; `schema` what it was asked for is not there; `other` anything else.
 */
export const storeFailures = [
  ...(["unreachable", "refused", "full", "read_only"] as const),
  ...(["busy", "schema", "other"] as const),
] as const;
export type StoreFailure = (typeof storeFailures)[number];
