/** What is learned of one policy's pool holds for no other: pools are named by their policy and their models. */
export const poolName = (policy: string | undefined, models: readonly string[]): string =>
  JSON.stringify([policy, ...models]);

/** Undefined where the policy has no name. */
export function policyOfPool(name: string): string | undefined {
  const [policy] = JSON.parse(name) as readonly unknown[];
  return typeof policy === "string" ? policy : undefined;
}
