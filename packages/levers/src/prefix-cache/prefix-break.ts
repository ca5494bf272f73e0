import { CHUNK_BYTES, type PromptPrints, type SectionPrint } from "./prompt-prints.ts";

/** Where a prompt stopped being what the one before was. */
export type PrefixBreak = Readonly<{
  /** Of all parts, the first that differs. */
  at: number;
  part: SectionPrint["part"];
  index: number;
  fromByte: number;
  /** Undefined where the length changed, so that all behind it moved. */
  toByte: number | undefined;
  bytesBefore: number;
  bytesNow: number;
  /** Bytes of the earlier prompt that still hold. */
  heldBytes: number;
}>;

/**
 * The first place at which a prompt differs from an earlier one that it began as.
 * @returns undefined where it goes on as the earlier one, or is a begin of it
 */
export function breakBetween(
  before: readonly SectionPrint[],
  now: PromptPrints["sections"],
): PrefixBreak | undefined {
  let held = 0;
  for (const [at, earlier] of before.entries()) {
    const later = now[at];
    if (later === undefined) return undefined;
    if (later.part === earlier.part && later.digest === earlier.digest) {
      held += earlier.bytes;
      continue;
    }
    // Tools or instructions that come or go move all that follows.
    const sameKind = later.part === earlier.part;
    const first = sameKind ? firstDifference(earlier.chunks, later.chunks) : 0;
    const fromByte = first * CHUNK_BYTES;
    return {
      at,
      part: later.part,
      index: later.index,
      fromByte,
      toByte:
        sameKind && earlier.bytes === later.bytes
          ? Math.min(later.bytes, (lastDifference(earlier.chunks, later.chunks) + 1) * CHUNK_BYTES)
          : undefined,
      bytesBefore: sameKind ? earlier.bytes : 0,
      bytesNow: later.bytes,
      heldBytes: held + Math.min(fromByte, earlier.bytes),
    };
  }
  return undefined;
}

function firstDifference(before: Uint32Array, now: Uint32Array): number {
  let at = 0;
  while (at < before.length && at < now.length && before[at] === now[at]) at += 1;
  // A last chunk that only grew differs as a whole.
  return at;
}

function lastDifference(before: Uint32Array, now: Uint32Array): number {
  let at = before.length - 1;
  while (at > 0 && before[at] === now[at]) at -= 1;
  return at;
}
