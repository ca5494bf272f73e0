import type { ModelShape } from "./open-models.ts";

/** How much there is to read and to multiply in a model. Numbers of parameters, not of bytes. */
export type ParameterCounts = Readonly<{
  /** All that lie in memory, embeddings included. */
  stored: number;
  /** Of these, in routed experts. */
  inExperts: number;
  /** Read for every token whatever the batch: no input embeddings (a row is looked up), no routed experts. */
  always: number;
  /** Multiplied for one token. */
  active: number;
}>;

/** Gate, up and down: three matrices. */
const feedForward = (hidden: number, intermediate: number): number => 3 * hidden * intermediate;

/**
 * Counts the matrices of a shape; norms and biases are left out (below a thousandth).
 * Checked in the tests against the totals that the makers state.
 */
export function countParameters(shape: ModelShape): ParameterCounts {
  const known = counted.get(shape);
  if (known !== undefined) return known;
  const counts = countAnew(shape);
  counted.set(shape, counts);
  return counts;
}

/** A plan works a shape out tens of thousands of times. */
const counted = new WeakMap<ModelShape, ParameterCounts>();

function countAnew(shape: ModelShape): ParameterCounts {
  const { layers, hidden_size: hidden, experts, linear_attention: linear } = shape;
  const linearLayers = linear === undefined ? 0 : Math.round(layers * linear.share_of_layers);
  const attention =
    (layers - linearLayers) * attentionOf(shape) + linearLayers * linearAttentionOf(shape);
  const denseLayers = experts === undefined ? layers : experts.dense_layers;
  const expertLayers = layers - denseLayers;
  const shared =
    denseLayers * feedForward(hidden, shape.intermediate_size) +
    (experts === undefined
      ? 0
      : expertLayers *
        (feedForward(hidden, experts.shared_intermediate_size) + hidden * experts.count));
  const oneExpert =
    experts === undefined ? 0 : expertLayers * feedForward(hidden, experts.intermediate_size);
  const inExperts = experts === undefined ? 0 : oneExpert * experts.count;
  const head = shape.vocabulary * hidden;
  const always = attention + shared + head;
  return {
    stored: always + inExperts + (shape.tied_embeddings ? 0 : head),
    inExperts,
    always,
    active: always + (experts === undefined ? 0 : oneExpert * experts.per_token),
  };
}

function attentionOf({ attention, hidden_size: hidden }: ModelShape): number {
  switch (attention.kind) {
    case "grouped": {
      const { heads, kv_heads, head_size, output_gate } = attention;
      const queries = heads * (output_gate === true ? 2 : 1);
      return hidden * head_size * (queries + 2 * kv_heads + heads);
    }
    case "latent": {
      const { heads, query_rank, kv_rank, nope_size, rope_size, value_size } = attention;
      return (
        hidden * query_rank +
        query_rank * heads * (nope_size + rope_size) +
        hidden * (kv_rank + rope_size) +
        kv_rank * heads * (nope_size + value_size) +
        heads * value_size * hidden
      );
    }
    default:
      return attention satisfies never;
  }
}

/** A gated delta rule: queries and keys, values, gate and output. */
function linearAttentionOf({ hidden_size: hidden, linear_attention: linear }: ModelShape): number {
  if (linear === undefined) return 0;
  const { key_heads, value_heads, head_size } = linear;
  return hidden * head_size * (2 * key_heads + 3 * value_heads);
}
