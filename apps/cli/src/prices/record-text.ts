import type { PriceRecord } from "@headgate/contract";

/** Above which length of the prompt a price holds, and for which part of the call. */
export const conditionText = ({ threshold }: Pick<PriceRecord, "threshold">): string =>
  threshold === undefined
    ? "always"
    : `above ${threshold.above_input_tokens.toLocaleString("en-US")} tokens in, ${threshold.applies_to === "whole_call" ? "whole call" : "the part above"}`;

/** Where a price holds: its reach, and the geography or region where it is bound to one. */
export const placeText = ({ scope, place }: Pick<PriceRecord, "scope" | "place">): string =>
  place === undefined ? scope : `${scope} ${place}`;

/** Where a price was read, and when. */
export const sourceText = ({ source }: Pick<PriceRecord, "source">): string =>
  `${source.url}, read ${source.read_at}`;
