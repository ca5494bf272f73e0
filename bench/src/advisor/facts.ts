import type { RequestFacts } from "@headgate/contract";

/** A digest in the form that rows have. */
export const digestOf = (name: string): string => name.padEnd(22, "_").slice(0, 22);

const NORMAL_ANSWER = 400;
/** Beyond this no answer of a working prompt goes. */
export const LONGEST_ANSWER = 600;
export const answerTokens = (random: () => number): number =>
  Math.round(NORMAL_ANSWER * (0.3 + 0.7 * random()));

/** Of a model it needs nothing but text. */
export const needsNothing = { needs: [] } as const satisfies RequestFacts;
