import type { ModelShape } from "./open-models.ts";

/** Elements of the cache of keys and values that one more token of context adds, over all layers that keep them all. */
export function cacheElementsPerToken(shape: ModelShape): number {
  return fullLayers(shape) * elementsPerLayer(shape);
}

/** Elements that are kept, and read for each token, whatever the context: windows and linear states. */
export function cacheElementsFixed(shape: ModelShape, contextTokens: number): number {
  const { layers, window, linear_attention: linear } = shape;
  const windows =
    window === undefined
      ? 0
      : Math.round(layers * window.share_of_layers) *
        elementsPerLayer(shape) *
        Math.min(window.tokens, contextTokens);
  // States are kept in 4 bytes, cache elements are counted in one to two: so twice.
  const states =
    linear === undefined
      ? 0
      : Math.round(layers * linear.share_of_layers) *
        linear.value_heads *
        linear.head_size *
        linear.head_size *
        2;
  return windows + states;
}

/** Layers that look back over all of the context. */
export function fullLayers({ layers, window, linear_attention: linear }: ModelShape): number {
  const windows = window === undefined ? 0 : Math.round(layers * window.share_of_layers);
  const states = linear === undefined ? 0 : Math.round(layers * linear.share_of_layers);
  return layers - windows - states;
}

function elementsPerLayer({ attention }: ModelShape): number {
  switch (attention.kind) {
    case "grouped":
      return 2 * attention.kv_heads * attention.head_size;
    case "latent":
      return attention.kv_rank + attention.rope_size;
    default:
      return attention satisfies never;
  }
}
