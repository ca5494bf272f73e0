import type { Usage, UsageComponent } from "@headgate/contract";

/** The sum of some buckets; `undefined` when the provider stated none of them. */
export function sumOf(usage: Usage, buckets: readonly UsageComponent[]): number | undefined {
  let total: number | undefined;
  for (const bucket of buckets) {
    const count = usage[bucket];
    if (count !== undefined) total = total === undefined ? count : total + count;
  }
  return total;
}
