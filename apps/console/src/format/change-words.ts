import type { ChangePart } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { dollarsShown } from "./money-text.ts";

/** Parts of a change as people say them. */
export const partNames = {
  volume: "Volume",
  model_mix: "Model mix",
  tokens_per_call: "Tokens per call",
  cache: "Cache",
  price: "Price",
  other: "Other units",
  new: "New",
  gone: "Gone",
} as const satisfies Record<ChangePart, string>;

/** The same of lines of bills. */
export const billedPartNames: Readonly<Record<ChangePart, string>> = {
  ...partNames,
  volume: "Quantity",
  other: "No quantity",
};

/** A change in dollars with its sign: `+$1.20`, `−$0.30`, `$0.00`. */
export const signedDollars = (text: string): string =>
  parseDollars(text) > 0n ? `+${dollarsShown(text)}` : dollarsShown(text);
