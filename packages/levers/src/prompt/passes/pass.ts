import type { PromptPass } from "@headgate/contract";
import { EarlierTexts } from "./earlier-texts.ts";
import type { Splice } from "./splice.ts";

/** What stands before a text in its request, as the passes before this one left it. */
export type Surroundings = Readonly<{
  /** Texts of earlier tool results and documents, in their order. */
  earlier: EarlierTexts;
  /** Texts before it of the same tool result, or of the same message's documents. */
  siblings: readonly string[];
}>;

/**
 * One way to say a text with fewer tokens. What it finds depends on nothing but the text and what stands before it:
 * the same history is shortened the same way in every request, so that the provider's prefix cache holds.
 */
export type Pass = Readonly<{
  name: PromptPass;
  /** Whether text that a model quotes to edit a file can look different afterwards. */
  changesQuotedText: boolean;
  /** Whether what stands before a text decides what becomes of it. */
  looksAround: boolean;
  /** Places to replace, in the order of the text; none where there is nothing to gain. */
  find(text: string, surroundings: Surroundings): readonly Splice[];
}>;

/** Where a text stands alone. */
export const nothingBefore: Surroundings = { earlier: new EarlierTexts(), siblings: [] };
