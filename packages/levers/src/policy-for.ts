import {
  type Attribution,
  attributionFields,
  contextSchema,
  deferralSchema,
  exactCacheSchema,
  type Operation,
  outputSchema,
  type Policy,
  prefixCacheSchema,
  promptSchema,
  routeSchema,
  semanticCacheSchema,
} from "@headgate/contract";
import { fitsPattern } from "@headgate/pricing";

/** What policies are chosen by. */
export type PolicySubject = Readonly<{
  attribution: Attribution;
  keyName: string;
  model: string | undefined;
  operation: Operation;
}>;

/** What a policy says of each lever. */
export type LeversOfPolicy = Omit<Policy, "name" | "match"> & Partial<Pick<Policy, "name">>;

const unnamed: LeversOfPolicy = {
  exact_cache: exactCacheSchema.parse({}),
  semantic_cache: semanticCacheSchema.parse({}),
  route: routeSchema.parse({}),
  output: outputSchema.parse({}),
  context: contextSchema.parse({}),
  prompt: promptSchema.parse({}),
  prefix_cache: prefixCacheSchema.parse({}),
  batch: deferralSchema.parse({}),
};

/** The first policy that fits a call; where none does, every lever's defaults. */
export const policyFor = (policies: readonly Policy[], subject: PolicySubject): LeversOfPolicy =>
  policies.find((policy) => fits(policy, subject)) ?? unnamed;

function fits(
  { match }: Policy,
  { attribution, keyName, model, operation }: PolicySubject,
): boolean {
  return (
    (match.operation === undefined || match.operation === operation) &&
    fitsName(match.model, model) &&
    fitsName(match.key, keyName) &&
    attributionFields.every((field) => fitsName(match[field], attribution[field]))
  );
}

/** Whether a name is one that a pattern stands for; without a pattern any is. */
export const fitsName = (pattern: string | undefined, name: string | undefined): boolean =>
  pattern === undefined || (name !== undefined && fitsPattern(pattern, name));
