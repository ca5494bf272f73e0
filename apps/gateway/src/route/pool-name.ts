/**
 * What is learned of one policy's pool holds for no other: pools are named by their policy and their reference. Which
 * models are in it may change: what is known of each stays.
 */
export const poolName = (policy: string | undefined, reference: string): string =>
  JSON.stringify([policy, reference]);

/** Undefined where the policy has no name. */
export function policyOfPool(name: string): string | undefined {
  const [policy] = JSON.parse(name) as readonly unknown[];
  return typeof policy === "string" ? policy : undefined;
}

/** The longest name that is told: clients say what they like. */
const LONGEST = 100;

/** What a pool is held against, as it is told to people. */
export function referenceOfPool(name: string): string {
  const [, reference] = JSON.parse(name) as readonly unknown[];
  return String(reference).slice(0, LONGEST);
}
