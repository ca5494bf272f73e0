import type { PromptPass } from "@headgate/contract";
import { base64 } from "./base64.ts";
import { blankLines } from "./blank-lines.ts";
import { chunkOverlap } from "./chunk-overlap.ts";
import { columnarJson } from "./columnar-json.ts";
import { compactJson } from "./compact-json.ts";
import { nothingBefore, type Pass, type Surroundings } from "./pass.ts";
import { repeatedBlocks } from "./repeated-blocks.ts";
import { applySplices, type Splice } from "./splice.ts";
import { terminalCodes } from "./terminal-codes.ts";

/** All passes, in the order in which they act. */
export const passes: readonly Pass[] = [
  terminalCodes,
  compactJson,
  columnarJson,
  blankLines,
  base64,
  repeatedBlocks,
  chunkOverlap,
];

/** Longer texts stay as they are: a call must not wait for them. */
const MOST_UNITS = 1_000_000;

/** What one pass did, and the splices that undo it. */
type Shortening = Readonly<{ pass: PromptPass; undo: readonly Splice[] }>;

/** A text that was shortened, with the record by which its original comes back. */
export type Shortened = Readonly<{ text: string; record: readonly Shortening[] }>;

/** Lets passes act on a text, each on what the one before made of it. */
export function shorten(
  text: string,
  acting: readonly Pass[],
  surroundings: Surroundings = nothingBefore,
): Shortened {
  const record: Shortening[] = [];
  if (text.length > MOST_UNITS) return { text, record };
  let current = text;
  for (const pass of acting) {
    const found = pass.find(current, surroundings);
    if (found.length === 0) continue;
    const spliced = applySplices(current, found);
    // A note can be longer than what it stands for: then the text stays.
    if (spliced.text.length >= current.length) continue;
    current = spliced.text;
    record.push({ pass: pass.name, undo: spliced.undo });
  }
  return { text: current, record };
}

/** The text as it was before it was shortened, to the last unit. */
export const restore = ({ text, record }: Shortened): string =>
  record.reduceRight((current, { undo }) => applySplices(current, undo).text, text);
