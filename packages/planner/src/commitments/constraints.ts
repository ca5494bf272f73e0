/** What bounds a purchase of several offers. */
export type Constraints = Readonly<{
  /** Microdollars a month that all of them may cost; null where nothing bounds it. */
  most: number | null;
  /** Units that have to be bought, by offer. */
  required: ReadonlyMap<string, number>;
}>;
