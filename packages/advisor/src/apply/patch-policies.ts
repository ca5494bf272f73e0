import { attributionFields, type PolicyPatch, type ProposalScope } from "@headgate/contract";
import { noLessCached } from "@headgate/levers";
import { fitsPattern } from "@headgate/pricing";

/** A policy as it stands in a configuration's text: only what was written there. */
export type WrittenPolicy = Readonly<{
  name: string;
  match?: WrittenMatch;
  [part: string]: unknown;
}>;
type WrittenMatch = Readonly<Record<string, string | undefined>>;

/** What a scope can be told by, in the order in which a policy tells it. */
const fields = [
  ...attributionFields,
  "model",
  "operation",
] as const satisfies readonly (keyof ProposalScope)[];

/** Why a scope cannot be told by a policy. */
export class ScopeNotMatchedError extends Error {}

/**
 * Policies under which the calls of a scope are treated as before but for a patch, and all others as before. Of the
 * policies the first that fits a call holds, so before each that could fit a call of the scope stands a narrower one.
 *
 * @param scope an empty text stands for calls without a value
 * @throws ScopeNotMatchedError for a name with `*` in it, which a policy would take for any letters
 */
export function patchPolicies(
  policies: readonly WrittenPolicy[],
  { scope, patch, name }: Readonly<{ scope: ProposalScope; patch: PolicyPatch; name: string }>,
): readonly WrittenPolicy[] {
  const starred = fields.find((field) => scope[field]?.includes("*"));
  if (starred !== undefined) {
    throw new ScopeNotMatchedError(`the ${starred} "${scope[starred]}" has a * in its name`);
  }
  const names = new Set(policies.map((policy) => policy.name));
  const result: WrittenPolicy[] = [];
  let isCovered = false;
  for (const policy of policies) {
    const match = policy.match ?? {};
    const both: WrittenMatch | undefined = isCovered
      ? undefined
      : unseen(result, intersection(match, scope));
    if (both === undefined) result.push(policy);
    else if (isWithin(match, scope)) result.push(patched(policy, patch));
    else {
      result.push(...narrower(policy, { both, scope, patch, name, names }), policy);
    }
    isCovered ||= intersection(match, scope) !== undefined && covers(match, scope);
  }
  if (!isCovered) {
    const nothing: WrittenPolicy = { name };
    const both = intersection({}, scope) ?? {};
    result.push(...narrower(nothing, { both, scope, patch, name, names }));
  }
  return result;
}

/** What fits both; undefined where nothing does. Fields that a scope says are absent are left to the guards. */
function intersection(match: WrittenMatch, scope: ProposalScope): WrittenMatch | undefined {
  const both: Record<string, string | undefined> = { ...match };
  for (const field of fields) {
    const value = scope[field];
    const pattern = match[field];
    if (value === undefined) continue;
    if (pattern === undefined) {
      if (value !== "") both[field] = value;
    } else if (value === "" || !fitsPattern(pattern, value)) return undefined;
    else both[field] = value;
  }
  return both;
}

/** A match of which calls come as far: undefined where an earlier policy fits all of them. */
const unseen = (
  earlier: readonly WrittenPolicy[],
  match: WrittenMatch | undefined,
): WrittenMatch | undefined =>
  match !== undefined && earlier.some((policy) => takes(policy.match ?? {}, match))
    ? undefined
    : match;

const takes = (wider: WrittenMatch, narrow: WrittenMatch): boolean =>
  Object.entries(wider).every(([field, pattern]) => {
    const name = narrow[field];
    if (pattern === undefined) return true;
    return (
      name !== undefined &&
      (name === pattern || (!name.includes("*") && fitsPattern(pattern, name)))
    );
  });

/** Whether every call that a match fits is of the scope. */
const isWithin = (match: WrittenMatch, scope: ProposalScope): boolean =>
  fields.every(
    (field) => scope[field] === undefined || (scope[field] !== "" && match[field] === scope[field]),
  );

/** Whether a match fits every call of a scope; that some may be both is known. */
const covers = (match: WrittenMatch, scope: ProposalScope): boolean =>
  Object.entries(match).every(
    ([field, pattern]) =>
      pattern === undefined ||
      ((fields as readonly string[]).includes(field) &&
        scope[field as keyof ProposalScope] !== undefined),
  );

type Narrowing = Readonly<{
  both: WrittenMatch;
  scope: ProposalScope;
  patch: PolicyPatch;
  name: string;
  names: Set<string>;
}>;

/** A policy for the calls of both, with what was so far; calls with a value where the scope has none stay out of it. */
function narrower(
  policy: WrittenPolicy,
  { both, scope, patch, name, names }: Narrowing,
): WrittenPolicy[] {
  const absent = fields.filter((field) => scope[field] === "");
  const { name: _, match: __, ...parts } = policy;
  const guards = absent.map((field) => ({
    name: unusedName(`${name}: others by ${field}`, names),
    match: { ...both, [field]: "*" },
    ...parts,
  }));
  const own = { name: unusedName(name, names), match: both, ...parts };
  return [...guards, patched(own, patch)];
}

function patched(policy: WrittenPolicy, patch: PolicyPatch): WrittenPolicy {
  const parts = Object.entries(patch).map(([part, members]) => {
    const before = policy[part];
    // One share for all levers holds this one out too.
    if (typeof before === "number") return [part, before];
    const written = typeof before === "object" ? { ...before } : {};
    return [
      part,
      part === "exact_cache" ? noLessCached(written, members) : { ...written, ...members },
    ];
  });
  return { ...policy, ...Object.fromEntries(parts) };
}

const MOST_NAME = 100;

function unusedName(wanted: string, names: Set<string>): string {
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? "" : ` (${number})`;
    const name = wanted.slice(0, MOST_NAME - suffix.length) + suffix;
    if (names.has(name)) continue;
    names.add(name);
    return name;
  }
}
