import { cacheElementsFixed, cacheElementsPerToken, fullLayers } from "./cache-size.ts";
import { countParameters, type ParameterCounts } from "./count-parameters.ts";
import { bytesOf, cacheBytesOf, type Deployment, flopsOf, flopsPrecision } from "./deployment.ts";
import type { ModelShape } from "./open-models.ts";
import type { ServingConstants } from "./serving-constants.ts";

const GIB = 1024 ** 3;

/**
 * Seconds of a step that writes one token for each of `answers` answers, at a context of so many tokens: the longer of
 * reading the weights and multiplying with them, then reading the cache, exchanging between accelerators, and overheads.
 */
export function stepSeconds(
  deployment: Deployment,
  load: Readonly<{ answers: number; contextTokens: number }>,
  constants: ServingConstants,
): number {
  const { shape, accelerator, spread } = deployment;
  const { answers, contextTokens } = load;
  const counts = countParameters(shape);
  const weights =
    weightBytes(deployment, counts, partOfExperts(shape, answers)) /
    spread /
    (accelerator.memoryBytesPerSecond * constants.memoryPart);
  const cache =
    (answers * cacheBytesAt(deployment, contextTokens)) /
    cacheSpread(deployment) /
    (accelerator.memoryBytesPerSecond * constants.cacheMemoryPart);
  const multiplying =
    (2 * counts.active * answers) / spread / (flopsOf(deployment) * constants.stepFlopsPart);
  return (
    Math.max(weights, multiplying) +
    cache +
    exchangeSeconds(deployment, answers, constants) +
    shape.layers * constants.layerSeconds +
    expertLayers(shape) * constants.expertLayerSeconds +
    constants.stepSeconds +
    answers * constants.answerSeconds
  );
}

/** Seconds of the accelerators for reading a prompt of which `cachedTokens` at the beginning are in the cache. */
export function promptSeconds(
  deployment: Deployment,
  prompt: Readonly<{ tokens: number; cachedTokens: number }>,
  constants: ServingConstants,
): number {
  const { shape, accelerator, spread } = deployment;
  const read = prompt.tokens - prompt.cachedTokens;
  const { active } = countParameters(shape);
  const multiplying =
    (2 * active * read) /
    (flopsOf(deployment) * constants.promptFlopsPart[flopsPrecision(deployment)]);
  const attending =
    attentionFlops(shape, prompt) / (accelerator.denseFlops.bf16 * constants.attentionFlopsPart);
  return (
    (multiplying + attending) / spread +
    exchangeSeconds(deployment, read, { ...constants, exchangeSeconds: 0 })
  );
}

/** Answers that one replica's memory holds at once at most; 0 where the weights leave no room for one. */
export function mostAnswersInMemory(
  deployment: Deployment,
  call: Readonly<{ promptTokens: number; answerTokens: number }>,
  constants: ServingConstants,
): number {
  const { accelerator, spread, shape } = deployment;
  const counts = countParameters(shape);
  const free =
    (constants.usableMemoryPart * accelerator.memoryGib - constants.workspaceGib) * GIB * spread -
    storedBytes(deployment, counts);
  const context = call.promptTokens + call.answerTokens / 2;
  const one = cacheBytesAt(deployment, context) * (spread / cacheSpread(deployment)) * PAGE_WASTE;
  return Math.max(0, Math.floor(free / one));
}

/** The last page of each answer's cache is half empty. */
const PAGE_WASTE = 1.03;

/** Bytes that the weights take in memory. */
export const storedBytes = (deployment: Deployment, counts: ParameterCounts): number => {
  const embeddings = counts.stored - counts.always - counts.inExperts;
  return weightBytes(deployment, counts, 1) + embeddings * 2;
};

function weightBytes(deployment: Deployment, counts: ParameterCounts, expertsRead: number): number {
  const { precision, shape } = deployment;
  const rest = shape.quantised === "experts" ? bytesOf.bf16 : bytesOf[precision];
  return counts.always * rest + counts.inExperts * expertsRead * bytesOf[precision];
}

const expertLayers = ({ layers, experts }: ModelShape): number =>
  experts === undefined ? 0 : layers - experts.dense_layers;

/** Of all experts, the expected part that a batch touches when each token chooses by itself. */
function partOfExperts({ experts }: ModelShape, tokens: number): number {
  return experts === undefined ? 0 : 1 - (1 - experts.per_token / experts.count) ** tokens;
}

const cacheBytesAt = (deployment: Deployment, contextTokens: number): number =>
  (cacheElementsPerToken(deployment.shape) * contextTokens +
    cacheElementsFixed(deployment.shape, contextTokens)) *
  cacheBytesOf(deployment);

/** Over how many accelerators the cache is divided: no more than there are heads, a latent one lies on each whole. */
function cacheSpread({ shape, spread }: Deployment): number {
  const { attention } = shape;
  return attention.kind === "latent" ? 1 : Math.min(spread, attention.kv_heads);
}

/** Two sums over all accelerators in each layer. */
function exchangeSeconds(
  { shape, accelerator, spread }: Deployment,
  tokens: number,
  constants: ServingConstants,
): number {
  if (spread === 1) return 0;
  const bytes = ((2 * (spread - 1)) / spread) * tokens * shape.hidden_size * 2;
  return (
    2 *
    shape.layers *
    (constants.exchangeSeconds + bytes / (accelerator.linkBytesPerSecond * constants.linkPart))
  );
}

/** Multiplications of queries with keys and of weights with values; half of them, since a token sees only what was before. */
function attentionFlops(
  shape: ModelShape,
  { tokens, cachedTokens }: Readonly<{ tokens: number; cachedTokens: number }>,
): number {
  const { attention, window, layers } = shape;
  const width =
    attention.kind === "grouped"
      ? attention.heads * attention.head_size
      : (attention.heads * (attention.nope_size + attention.rope_size + attention.value_size)) / 2;
  const pairs = (tokens ** 2 - cachedTokens ** 2) / 2;
  const windowed =
    window === undefined
      ? 0
      : Math.round(layers * window.share_of_layers) *
        Math.min(pairs, (tokens - cachedTokens) * window.tokens);
  return 4 * width * (fullLayers(shape) * pairs + windowed);
}
