import type { ServedModel } from "@headgate/contract";

const GIB = 1024 ** 3;

/** What a server may fill of an accelerator's memory: vLLM's `gpu_memory_utilization`, 0.9 unless it is told otherwise. */
export const USABLE_SHARE = 0.9;

/** Held by the runtime, its graphs and activations on each accelerator. An assumption; a measurement outranks it. */
export const RUNTIME_GIB = { decoder: 3, encoder: 1 } as const;

export type MemoryNeeded =
  | Readonly<{ kind: "known"; gib: number; text: string }>
  | Readonly<{ kind: "unknown"; missing: readonly string[] }>;

/**
 * What a model takes of accelerators' memory: its weights, and of a decoder the keys and values of all tokens that are
 * worked on at once: 2 × layers × key-value heads × head size × bytes, a token.
 */
export function memoryNeeded(model: ServedModel): MemoryNeeded {
  const weights = (model.parameters_billion * 1e9 * model.bits_per_parameter) / 8 / GIB;
  if (model.kind === "encoder")
    return { kind: "known", gib: weights, text: `weights ${weights.toFixed(1)} GiB` };
  const { layers, key_value_heads, head_size, context_tokens, concurrent_sequences } = model;
  const parts = { layers, key_value_heads, head_size, context_tokens, concurrent_sequences };
  const missing = Object.entries(parts).flatMap(([name, value]) =>
    value === undefined ? [name] : [],
  );
  if (
    layers === undefined ||
    key_value_heads === undefined ||
    head_size === undefined ||
    context_tokens === undefined ||
    concurrent_sequences === undefined
  )
    return { kind: "unknown", missing };
  const perToken = (2 * layers * key_value_heads * head_size * model.cache_bits) / 8;
  const cache = (perToken * context_tokens * concurrent_sequences) / GIB;
  return {
    kind: "known",
    gib: weights + cache,
    text: `weights ${weights.toFixed(1)} GiB, keys and values of ${concurrent_sequences} × ${context_tokens} tokens ${cache.toFixed(1)} GiB`,
  };
}

/** How many accelerators of a size hold it together: a power of two, as servers split models; undefined beyond `most`. */
export function devicesToHold(
  gib: number,
  device: Readonly<{ memoryGib: number; most: number; runtimeGib: number }>,
): number | undefined {
  const room = device.memoryGib * USABLE_SHARE - device.runtimeGib;
  if (room <= 0) return undefined;
  for (let devices = 1; devices <= device.most; devices *= 2) {
    if (devices * room >= gib) return devices;
  }
  return undefined;
}
