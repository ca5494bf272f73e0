import { type PriceBook, resolveModel } from "@headgate/pricing";
import { atMs, day } from "./day.ts";

/**
 * The models that calls are priced as on the day. One that a catalogue lists beside the provider's own name of it is
 * priced as that: its records hold for no call.
 */
export const modelsOfTheDay = (book: PriceBook): ReturnType<PriceBook["list"]> =>
  book.list({ at: day }).filter(({ provider, model }) => {
    const resolution = resolveModel(book, { provider, name: model, atMs });
    return resolution.kind !== "resolved" || resolution.model === model;
  });
