import type { ModelUsage, Usage } from "@headgate/contract";
import type { Charge } from "@headgate/pricing";
import { withoutCache } from "./without-cache.ts";

/** An answer of the model that was chosen, by what it used. */
type ChosenAnswer = Readonly<{
  usage: Usage;
  otherUsage?: readonly ModelUsage[] | undefined;
  /** The model by which earlier work of the answer's own stands in the other usage. */
  responseModel?: string | undefined;
}>;

type Used = Pick<ChosenAnswer, "usage" | "otherUsage">;

/**
 * What an answer would have been charged at the reference. Earlier work of the answer's own model would have been the
 * reference's; what other models did, theirs. Where the reference's provider has no rate for what was written to or read
 * from a prompt cache, those tokens are plain input there.
 *
 * @param model the reference's, as its provider is asked for it
 * @param price of usage at the reference
 */
export function atReference(
  { usage, otherUsage, responseModel }: ChosenAnswer,
  model: string | undefined,
  price: (used: Used) => Charge,
): Charge {
  const isOwn = (other: ModelUsage): boolean => other.model === responseModel;
  const moved = (of: (usage: Usage) => Usage): Used => ({
    usage: of(usage),
    otherUsage: otherUsage?.map((other) =>
      isOwn(other) && model !== undefined ? { model, usage: of(other.usage) } : other,
    ),
  });
  const asIs = price(moved((own) => own));
  if (asIs.effectiveCost !== undefined) return asIs;
  const own = [usage, ...(otherUsage ?? []).filter(isOwn).map((other) => other.usage)];
  return own.every((one) => withoutCache(one) === one) ? asIs : price(moved(withoutCache));
}
