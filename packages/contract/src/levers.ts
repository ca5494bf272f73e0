/** The levers that act on calls, in the order in which they act. */
export const leverNames = [
  "exact-cache",
  "semantic-cache",
  "context",
  "prompt",
  "output",
  "prefix-cache",
] as const;
export type LeverName = (typeof leverNames)[number];
