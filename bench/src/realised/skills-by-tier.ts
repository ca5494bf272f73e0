import type { ModelTier } from "@headgate/contract";
import { configSchema } from "@headgate/contract";
import { listPriceOf, loadModelCatalogue, loadPriceBook, tierOfModel } from "@headgate/pricing";

/** Made up: how hard a task a model of each tier does. A measure of the simulation, not of any model. */
const skills: Readonly<Record<ModelTier, number>> = {
  micro: 0.5,
  budget: 0.6,
  flagship: 0.85,
  premium: 0.95,
};

/** The skill of each model that the catalogue has, by its name. */
export function skillsByTier(atMs: number): Readonly<Record<string, number>> {
  const prices = loadPriceBook();
  const { entries } = loadModelCatalogue(prices, configSchema.parse({}), { atMs });
  return Object.fromEntries(
    entries.flatMap(({ provider, model, facts, statedTier }) => {
      const price = listPriceOf(prices, { provider, models: [model], atMs });
      const { tier } = tierOfModel(facts, price, statedTier);
      return tier === undefined ? [] : [[model, skills[tier]]];
    }),
  );
}
