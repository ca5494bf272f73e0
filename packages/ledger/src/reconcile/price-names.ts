/** Names of the calls' providers, models and tiers as the price book has them, which bills are read by. */
export type PriceNames = Readonly<{
  provider: (own: string) => string;
  model: (
    called: Readonly<{
      own: string;
      provider: string;
      name: string;
      region: string | null;
      atMs: number;
    }>,
  ) => Readonly<{
    model: string;
    /** Who may serve it, where the name or the region tells. */
    scope: string | null;
  }>;
  /** The tier that a provider's word stands for; a word that is no tier's stays as it is. */
  tier: (called: Readonly<{ provider: string; word: string }>) => string;
}>;
