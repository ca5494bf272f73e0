/** One place of a text that is replaced: from `start` up to, not including, `end`, in UTF-16 units. */
export type Splice = Readonly<{ start: number; end: number; text: string }>;

/** A text after splices, and the splices that give back, exactly, what it was before. */
export type Spliced = Readonly<{ text: string; undo: readonly Splice[] }>;

/**
 * Replaces places of a text.
 *
 * @param splices in the order of the text, none into another
 * @throws RangeError where they overlap or lie outside the text
 */
export function applySplices(text: string, splices: readonly Splice[]): Spliced {
  const pieces: string[] = [];
  const undo: Splice[] = [];
  let read = 0;
  let written = 0;
  for (const { start, end, text: replacement } of splices) {
    if (start < read || end < start || end > text.length) {
      throw new RangeError(`no place of the text: ${start} to ${end}, behind ${read}`);
    }
    pieces.push(text.slice(read, start), replacement);
    written += start - read;
    undo.push({
      start: written,
      end: written + replacement.length,
      text: text.slice(start, end),
    });
    written += replacement.length;
    read = end;
  }
  pieces.push(text.slice(read));
  return { text: pieces.join(""), undo };
}

/** How many UTF-16 units splices take away; negative where they add. */
export const unitsTaken = (splices: readonly Splice[]): number =>
  splices.reduce((taken, { start, end, text }) => taken + (end - start) - text.length, 0);
