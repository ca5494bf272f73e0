import type { Precision } from "./accelerators.ts";

/**
 * What serving software reaches of what an accelerator could do. Parts are of the maker's figure, times are seconds.
 *
 * They are physics and measurements of single operations: `memoryPart` is the scaling factor that NVIDIA's
 * aiconfigurator applies to memory bandwidth (0.8, systems/*.yaml, https://github.com/ai-dynamo/aiconfigurator, read
 * 2026-11-29); the others are round numbers within what kernels of the kind reach. Two choices were made by looking at
 * measurements of whole servers: that no part of reading prompts is hidden behind the steps of others, and
 * `expertLayerSeconds`. `npm run eval -- selfhost DIR` tells what error comes of them, and what it would be had each
 * choice been made without the model that it is measured on.
 */
export type ServingConstants = Readonly<{
  /** Of memory bandwidth, for weights. */
  memoryPart: number;
  /** Of memory bandwidth, for the cache of keys and values, which lies in pages. */
  cacheMemoryPart: number;
  /** Of multiplications, while a prompt is read. */
  promptFlopsPart: Readonly<Record<Precision, number>>;
  /** Of multiplications in bf16, for the attention of a prompt to itself. */
  attentionFlopsPart: number;
  /** Of multiplications, in steps that write a token for each answer under way. */
  stepFlopsPart: number;
  /** Of the link between accelerators. */
  linkPart: number;
  /** Of one exchange between the accelerators that hold a model together. */
  exchangeSeconds: number;
  /** Of a layer's kernels, launches and norms. */
  layerSeconds: number;
  /** What routing to experts and gathering their answers adds to a layer. */
  expertLayerSeconds: number;
  /** Of the scheduler, for a step. */
  stepSeconds: number;
  /** Of sampling and detokenising, for an answer under way and a step. */
  answerSeconds: number;
  /** Of memory that the server may fill. */
  usableMemoryPart: number;
  /** Beside weights and cache, on each accelerator. */
  workspaceGib: number;
  /** Answers under way at most, whatever the memory. */
  mostAnswers: number;
}>;

const tuned: ServingConstants = {
  memoryPart: 0.8,
  cacheMemoryPart: 0.65,
  promptFlopsPart: { bf16: 0.65, fp8: 0.55, fp4: 0.4 },
  attentionFlopsPart: 0.45,
  stepFlopsPart: 0.5,
  linkPart: 0.6,
  exchangeSeconds: 12e-6,
  layerSeconds: 30e-6,
  expertLayerSeconds: 30e-6,
  stepSeconds: 1e-3,
  answerSeconds: 2e-6,
  usableMemoryPart: 0.9,
  workspaceGib: 3,
  mostAnswers: 4096,
};

/**
 * `tuned`: a server that somebody fitted to this model and machine, and keeps full. `stock`: one as it comes, with 256
 * answers under way at most.
 */
export const servingPresets = {
  tuned,
  stock: { ...tuned, mostAnswers: 256 },
} as const satisfies Readonly<Record<string, ServingConstants>>;
