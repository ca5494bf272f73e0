import {
  atReference,
  type KeptAnswer,
  usageOfRepeat,
  type Warmth,
  warmthAfter,
} from "@headgate/levers";
import {
  answeredRegion,
  applyOverlays,
  type Charge,
  type Overlays,
  type PriceBook,
  rateUsage,
} from "@headgate/pricing";
import type { ProviderClient } from "../upstream/provider-client.ts";
import type { Call } from "./call.ts";

export type BaselineQuestion = Readonly<{
  priceBook: PriceBook;
  overlays: Overlays;
  /** What would have been asked. */
  provider: ProviderClient;
  operation: Call["wire"]["operation"];
  atMs: number;
  /** How long before the answer was kept, or given the last time; undefined where the call waited for it. */
  sinceUseMs: number | undefined;
}>;

type Remembered = Omit<BaselineQuestion, "atMs" | "sinceUseMs"> &
  Readonly<{ day: number; warmth: Warmth; charge: Charge }>;

/** Prices and overlays hold from midnight to midnight, UTC. */
const DAY_MS = 86_400_000;

/** What answers cost, by answer: forgotten with it. */
const remembered = new WeakMap<KeptAnswer, Remembered>();

/**
 * What a call would have cost at a moment that gets a kept answer: that one's usage, but for what the provider would have had in its
 * own cache of prompts by then. Worked out once a day and price book: most hits are of an answer
 * that was just given.
 */
export function keptBaseline(answer: KeptAnswer, question: BaselineQuestion): Charge {
  const { priceBook, overlays, provider, operation, atMs } = question;
  const day = Math.floor(atMs / DAY_MS);
  const warmth = warmthAfter(question.sinceUseMs);
  const known = remembered.get(answer);
  if (
    known !== undefined &&
    known.day === day &&
    known.warmth === warmth &&
    known.priceBook === priceBook &&
    known.overlays === overlays &&
    known.provider === provider &&
    known.operation === operation
  ) {
    return known.charge;
  }
  const charge = ofRepeat(answer, question, warmth);
  remembered.set(answer, { priceBook, overlays, provider, operation, day, warmth, charge });
  return charge;
}

/**
 * The charge of the same call once more. A provider that has no price for reading from its cache does not keep prompts, or not
 * cheaper: then it would have been charged as the first time.
 */
function ofRepeat(answer: KeptAnswer, question: BaselineQuestion, warmth: Warmth): Charge {
  const first = workedOut(answer, question);
  const model = answer.insteadOf?.model ?? answer.sentModel ?? answer.responseModel;
  const { kind } = question.provider.config;
  const usage = usageOfRepeat(answer.usage, warmth, { kind, model });
  if (usage === answer.usage) return first;
  const again = workedOut({ ...answer, usage }, question);
  const [cost, less] = [first.effectiveCost, again.effectiveCost];
  return cost !== undefined && less !== undefined && less < cost ? again : first;
}

type AnswerUsage = Pick<KeptAnswer, "usage"> & Partial<Pick<KeptAnswer, "otherUsage">>;

function workedOut(
  answer: KeptAnswer,
  { priceBook, overlays, provider, operation, atMs }: BaselineQuestion,
): Charge {
  const { insteadOf, serviceTier } = answer;
  const priced = ({ usage, otherUsage }: AnswerUsage): Charge => {
    const charge = rateUsage(priceBook, {
      provider: provider.priceProvider,
      region: answeredRegion(provider.priceProvider, answer) ?? provider.priceContext.region,
      ownNames: provider.priceContext.ownNames,
      models: insteadOf === undefined ? modelsOf(answer) : [insteadOf.model],
      usage,
      usageOrigin: answer.usageOrigin,
      usageViolations: answer.usageViolations,
      otherUsage,
      ...(serviceTier === undefined || insteadOf !== undefined ? {} : { serviceTier }),
      operation,
      atMs,
    });
    return applyOverlays(priceBook, { charge, overlays, providerName: provider.name, atMs });
  };
  return insteadOf === undefined ? priced(answer) : atReference(answer, insteadOf.model, priced);
}

function modelsOf({ sentModel, responseModel }: KeptAnswer): readonly string[] {
  const models = [responseModel, sentModel === responseModel ? undefined : sentModel];
  return models.filter((model) => model !== undefined);
}
