import { createHash } from "node:crypto";
import type { Pass } from "./pass.ts";
import type { Splice } from "./splice.ts";

/** Shorter runs may be an id, a key or a hash that somebody needs. */
const LEAST_UNITS = 1_024;

const dataUri = /data:[\w.+-]+\/[\w.+-]+(?:;[\w.=-]+)*;base64,([A-Za-z0-9+/]{64,}={0,2})/g;
// Each begins where no letter of base64 stands before it: a text is gone through once, whatever it holds.
const wrapped =
  /(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/_-]{57,120}(?:\r?\n|\\n)){8,}[A-Za-z0-9+/_-]*={0,2}/g;
const bare = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{1024,}={0,2}/g;

/**
 * Bytes written as base64, which a model cannot read: replaced by their length and the beginning of their SHA-256.
 * The words of a data URI before them stay. PEM blocks stay: certificates and keys are passed on as they are.
 */
export const base64: Pass = {
  name: "base64",
  changesQuotedText: false,
  looksAround: false,
  find: (text) => {
    if (text.length < LEAST_UNITS) return [];
    const found: Splice[] = [];
    for (const { 0: whole, 1: data = "", index } of text.matchAll(dataUri)) {
      if (data.length >= LEAST_UNITS) found.push(leftOut(index + whole.length - data.length, data));
    }
    for (const pattern of [wrapped, bare]) {
      for (const { 0: data, index } of text.matchAll(pattern)) {
        const isTaken = found.some(({ start, end }) => index < end && start < index + data.length);
        if (!isTaken && looksRandom(data) && !isPem(text, index)) found.push(leftOut(index, data));
      }
    }
    return found.sort((left, right) => left.start - right.start);
  },
};

const leftOut = (start: number, data: string): Splice => ({
  start,
  end: start + data.length,
  text: `[base64 left out: ${data.length} characters, sha256 ${createHash("sha256").update(data).digest("hex").slice(0, 16)}]`,
});

const isPem = (text: string, index: number): boolean =>
  /-----(?:\r?\n|\\n)$/.test(text.slice(Math.max(0, index - 8), index));

/** Base64 of bytes uses all its letters; words, paths, hexadecimal digits and rulers do not. */
function looksRandom(data: string): boolean {
  if (data.length < LEAST_UNITS) return false;
  const kinds = new Set(data.slice(0, 4_096));
  return kinds.size >= 40 && /[a-z]/.test(data) && /[A-Z]/.test(data) && /\d/.test(data);
}
