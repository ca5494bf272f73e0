import type { ChangePart } from "@headgate/contract";
import type { ChangeKind } from "@headgate/simulator";

/** The part of a change of cost that a planted change of each kind is. */
export const partsOf: Readonly<Record<ChangeKind, ChangePart>> = {
  retry_loop: "volume",
  cache_loss: "cache",
  prompt_growth: "tokens_per_call",
  model_switch: "model_mix",
  price_change: "price",
};
