import { type Question, tellingHeaders } from "./cache-key.ts";
import type { CachedOperation } from "./eligibility.ts";

/** All of a question but its body that `scopeOf` and `whyNotCached` look at. */
type Asked = Omit<Question, "json" | "body"> & Readonly<{ operation: CachedOperation }>;

/** Who asked, and how: what a scope is made of, as it came. */
export type Asker = Omit<Asked, "headers"> & Readonly<{ told: ReturnType<typeof tellingHeaders> }>;

export const askerOf = (asked: Asked): Asker => {
  const { format, operation, method, pathAndQuery, headers, target } = asked;
  const { translation, editing, key, policy } = asked;
  return {
    ...{ format, operation, method, pathAndQuery, target, translation, editing, key, policy },
    told: tellingHeaders(headers, policy.key_headers),
  };
};

/**
 * Whether a question comes from who asked before, in the same way: then its scope is the one of before, and the same body may be
 * answered from the cache now as it might then. Keys and policies are compared as the objects that they are, which live
 * as long as the configuration: whoever is called another has a scope worked out, which may come to the same.
 */
export function isSameAsker(before: Asker, now: Asked): boolean {
  return (
    before.key === now.key &&
    before.policy === now.policy &&
    before.operation === now.operation &&
    before.format === now.format &&
    before.method === now.method &&
    before.pathAndQuery === now.pathAndQuery &&
    before.translation === now.translation &&
    before.editing === now.editing &&
    before.target.length === now.target.length &&
    before.target.every((part, index) => part === now.target[index]) &&
    areTold(before.told, tellingHeaders(now.headers, now.policy.key_headers))
  );
}

const areTold = (before: Asker["told"], now: Asker["told"]): boolean =>
  before.length === now.length &&
  before.every(([name, value], index) => {
    const [nameNow, valueNow] = now[index] as (typeof now)[number];
    // A header that came several times is a list, and no list is the very same one.
    return name === nameNow && value === valueNow;
  });
