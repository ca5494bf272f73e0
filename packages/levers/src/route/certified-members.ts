import type { JudgedExample } from "./judged-example.ts";

/**
 * Which models of a pool a certificate can be about, by their places; the reference always. All of them, where enough
 * calls tell of all; else without those that the fewest calls tell of, until enough are left: a model that is new in the
 * pool takes no certificate away, and has part in none until it was judged on as many calls itself. Who is left out
 * follows from how often models were tried, never from how they did.
 */
export function membersToldOf(
  examples: readonly JudgedExample[],
  { models, leastLabels }: Readonly<{ models: number; leastLabels: number }>,
): readonly number[] {
  const all = Array.from({ length: models }, (_, model) => model);
  const told = all.map((model) => examples.filter((one) => tellsOf(one, model)).length);
  let members = all;
  while (members.length > 1) {
    if (examples.filter((one) => tellsOfAll(one, members)).length >= leastLabels) return members;
    const others = members.slice(1);
    const least = others.reduce((a, b) => ((told[b] as number) <= (told[a] as number) ? b : a));
    members = members.filter((model) => model !== least);
  }
  return all;
}

/** Whether each of these models that could have been chosen on a call was tried. */
export const tellsOfAll = (example: JudgedExample, members: readonly number[]): boolean =>
  Number.isFinite(example.costs[0]) && members.every((model) => tellsOf(example, model));

/** Those that cost no less than the reference, or could not be asked, never are tried; an unknown cost tells nothing. */
const tellsOf = ({ qualities, costs }: JudgedExample, model: number): boolean =>
  !Number.isNaN(qualities[model]) ||
  (model > 0 && (costs[model] as number) >= (costs[0] as number));
