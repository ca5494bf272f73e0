import type { Check } from "../checked-answer.ts";

/** Of so many of the least sure tokens the mean is taken. */
const LOOKED_AT = 5;

/**
 * How little the model's chosen tokens stood out, where the provider tells: 1 − the mean margin of the five that stood
 * out least. The margin is the chosen token's probability less that of the next; where none is named, less the rest.
 */
export const unsure: Check = ({ answer }) => {
  const { likelihoods } = answer;
  if (likelihoods === undefined || likelihoods.length === 0) return undefined;
  const margins = likelihoods.map(({ chosen, next }) => {
    const probability = Math.exp(Math.min(0, chosen));
    const other = next === undefined ? 1 - probability : Math.exp(Math.min(0, next));
    return Math.max(0, probability - other);
  });
  margins.sort((a, b) => a - b);
  const least = margins.slice(0, LOOKED_AT);
  return 1 - least.reduce((total, margin) => total + margin, 0) / least.length;
};
