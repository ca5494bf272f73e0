import type { PriceRecord } from "@headgate/contract";

/** Above which length of the prompt a price holds, and for which part of the call. */
export const conditionText = ({ threshold }: PriceRecord): string =>
  threshold === undefined
    ? "always"
    : `above ${threshold.above_input_tokens.toLocaleString("en-US")} tokens in, ${threshold.applies_to === "whole_call" ? "whole call" : "the part above"}`;

/** Where a price holds. */
export const placeText = ({ scope }: PriceRecord): string => scope;

/** Where a price was read, and when. */
export const sourceText = ({ source }: Pick<PriceRecord, "source">): string =>
  `${source.url}, read ${source.read_at}`;
