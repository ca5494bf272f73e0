import type { UsageComponent } from "@headgate/contract";
import { describePrice, type PriceFault, type PricePoint } from "./price-point.ts";

type Bounds = readonly [least: number, most: number];

/**
 * Dollars per million tokens, or per thousand of the other units, that any provider is known to ask. The
 * dearest tokens so far are o1-pro's output ($600, https://openrouter.ai/openai/o1-pro,
 * read 2026-11-28); the cheapest are cache reads of DeepSeek and embeddings. An error of a unit (per token,
 * per thousand, cents) is off by a thousand or more.
 */
const bounds: Readonly<Record<UsageComponent, Bounds>> = {
  input: [0.001, 600],
  output: [0.005, 600],
  reasoning: [0.005, 600],
  cache_read: [0.0005, 300],
  cache_write: [0.005, 600],
  cache_write_5m: [0.005, 600],
  cache_write_1h: [0.005, 1200],
  input_audio: [0.005, 600],
  input_image: [0.005, 600],
  input_video: [0.005, 600],
  cache_read_audio: [0.0005, 300],
  output_audio: [0.01, 600],
  output_image: [0.05, 600],
  output_video: [0.05, 600],
  requests: [0.01, 500],
  web_searches: [0.5, 100],
  web_fetches: [0.5, 100],
  seconds: [0.005, 1000],
  pages: [0.1, 500],
  images: [0.5, 1000],
  characters: [0.0001, 1],
  file_searches: [0.5, 100],
  code_sessions: [0.5, 5000],
  maps_requests: [1, 200],
  web_search_previews: [0.5, 100],
  x_searches: [0.5, 100],
};

/** Prices outside what any provider asks for such a unit. */
export const unitFaults = <Point extends PricePoint>(
  points: readonly Point[],
): readonly PriceFault<Point>[] =>
  points.flatMap((point) => {
    // A known zero: the provider says that it does not bill for it. Imports refuse zeros before.
    if (Number(point.price) === 0) return [];
    const [least, most] = bounds[point.component];
    const amount = Number(point.price);
    if (amount >= least && amount <= most) return [];
    return [
      {
        point,
        code: "unit-bounds",
        reason: `${describePrice(point)} is outside $${least}–$${most}; is the unit right?`,
      },
    ];
  });
