import type { KeptAnswer } from "@headgate/levers";
import {
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

function workedOut(
  answer: KeptAnswer,
  { priceBook, overlays, provider, operation, atMs }: BaselineQuestion,
): Charge {
  const sent = answer.sentModel;
  const models = [answer.responseModel, sent === answer.responseModel ? undefined : sent].filter(
    (model) => model !== undefined,
  );
  const charge = rateUsage(priceBook, {
    provider: provider.priceProvider,
    region: provider.priceContext.region,
    ownNames: provider.priceContext.ownNames,
    models,
    usage: answer.usage,
    usageOrigin: answer.usageOrigin,
    usageViolations: answer.usageViolations,
    otherUsage: answer.otherUsage,
    ...(answer.serviceTier === undefined ? {} : { serviceTier: answer.serviceTier }),
    operation,
    atMs,
  });
  return applyOverlays(priceBook, { charge, overlays, providerName: provider.name, atMs });
}
