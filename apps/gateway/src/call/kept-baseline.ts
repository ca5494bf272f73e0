import type { KeptAnswer } from "@headgate/levers";
import {
  answeredRegion,
  applyOverlays,
  type Charge,
  type Overlays,
  type PriceBook,
  rateUsage,
} from "@headgate/pricing";
import { atReference } from "../route/reference-cost.ts";
import type { ProviderClient } from "../upstream/provider-client.ts";
import type { Call } from "./call.ts";

export type BaselineQuestion = Readonly<{
  priceBook: PriceBook;
  overlays: Overlays;
  /** What would have been asked. */
  provider: ProviderClient;
  operation: Call["wire"]["operation"];
  atMs: number;
}>;

type Remembered = Omit<BaselineQuestion, "atMs"> & Readonly<{ day: number; charge: Charge }>;

/** Prices and overlays hold from midnight to midnight, UTC. */
const DAY_MS = 86_400_000;

/** What answers cost, by answer: forgotten with it. */
const remembered = new WeakMap<KeptAnswer, Remembered>();

/**
 * What a kept answer's usage costs at a moment. Worked out once a day and price book: most hits are of an answer
 * that was just given.
 */
export function keptBaseline(answer: KeptAnswer, question: BaselineQuestion): Charge {
  const { priceBook, overlays, provider, operation, atMs } = question;
  const day = Math.floor(atMs / DAY_MS);
  const known = remembered.get(answer);
  if (
    known !== undefined &&
    known.day === day &&
    known.priceBook === priceBook &&
    known.overlays === overlays &&
    known.provider === provider &&
    known.operation === operation
  ) {
    return known.charge;
  }
  const charge = workedOut(answer, question);
  remembered.set(answer, { priceBook, overlays, provider, operation, day, charge });
  return charge;
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
