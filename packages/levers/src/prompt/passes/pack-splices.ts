import { type Splice, unitsTaken } from "./splice.ts";

/** Splices as few bytes: numbers of mostly one byte each, and their texts one behind the other. Nothing else is held by it. */
export type PackedSplices = Readonly<{
  bytes: Buffer;
  /** Where the texts begin. */
  textAt: number;
  /** Two bytes a unit where a text has one above 255; lone surrogates come through. */
  encoding: "latin1" | "utf16le";
  /** How many UTF-16 units longer a text becomes by them; less than 0 where it becomes shorter. */
  growth: number;
}>;

/** @param splices in the order of the text, none into another */
export function packSplices(splices: readonly Splice[]): PackedSplices {
  const numbers: number[] = [];
  let read = 0;
  for (const { start, end, text } of splices) {
    writeNumber(numbers, start - read);
    writeNumber(numbers, end - start);
    writeNumber(numbers, text.length);
    read = end;
  }
  const text = splices.map((splice) => splice.text).join("");
  const encoding = isNarrow(text) ? "latin1" : "utf16le";
  // Of its own: a piece of a pool, or of the text that it was cut out of, would hold all of that.
  const bytes = Buffer.alloc(numbers.length + text.length * (encoding === "latin1" ? 1 : 2));
  bytes.set(numbers);
  bytes.write(text, numbers.length, encoding);
  return { bytes, textAt: numbers.length, encoding, growth: -unitsTaken(splices) };
}

export function unpackSplices({ bytes, textAt, encoding }: PackedSplices): readonly Splice[] {
  const text = bytes.toString(encoding, textAt);
  const splices: Splice[] = [];
  let at = 0;
  const next = (): number => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
  };
  let read = 0;
  let taken = 0;
  while (at < textAt) {
    const start = read + next();
    const end = start + next();
    const length = next();
    splices.push({ start, end, text: text.slice(taken, taken + length) });
    read = end;
    taken += length;
  }
  return splices;
}

/** Seven bits a byte, the lowest first; all but the last have the eighth set. */
function writeNumber(into: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    into.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  into.push(rest);
}

function isNarrow(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0xff) return false;
  return true;
}
