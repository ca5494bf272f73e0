import type { PromptPass } from "@headgate/contract";
import { type PackedSplices, packSplices, unpackSplices } from "./pack-splices.ts";
import type { Shortened } from "./shorten.ts";
import { applySplices } from "./splice.ts";

/** What one pass did to a text, to be undone. */
export type PassUndo = Readonly<{ pass: PromptPass; splices: PackedSplices }>;

/** What a pass did, with the text as it was before it. */
export type PassStep = Readonly<{ pass: PromptPass; before: string }>;

export const packedRecord = (record: Shortened["record"]): readonly PassUndo[] =>
  record.map(({ pass, undo }) => ({ pass, splices: packSplices(undo) }));

/** The text before each pass, in the order in which they acted: the first is the text as it came. */
export function undoPasses(sent: string, undo: readonly PassUndo[]): readonly PassStep[] {
  const steps: PassStep[] = [];
  let text = sent;
  for (const { pass, splices } of undo.toReversed()) {
    text = applySplices(text, unpackSplices(splices)).text;
    steps.push({ pass, before: text });
  }
  return steps.reverse();
}

/** How long the texts of all steps are together, without making them, in UTF-16 units. */
export function undoneUnits(sent: string, undo: readonly PassUndo[]): number {
  let length = sent.length;
  let units = 0;
  for (const { splices } of undo.toReversed()) {
    length += splices.growth;
    units += length;
  }
  return units;
}

export const undoBytes = (undo: readonly PassUndo[]): number =>
  undo.reduce((sum, { splices }) => sum + splices.bytes.length + ENTRY_BYTES, 0);

/** About what an object takes beside its bytes. */
const ENTRY_BYTES = 100;
