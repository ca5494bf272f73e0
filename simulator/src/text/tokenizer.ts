/**
 * The one tokenizer of the simulator: a token is a maximal run of characters that are not white
 * space (a "word"); white space costs nothing. White space is what `\s` of JavaScript matches.
 */
const isWhiteSpace = (code: number): boolean =>
  code === 32 || (code >= 9 && code <= 13) || (code >= 160 && isWideWhiteSpace(code));

function isWideWhiteSpace(code: number): boolean {
  return (
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0xfeff
  );
}

/** The tokens of a text. */
export function countTokens(text: string): number {
  let tokens = 0;
  let inside = false;
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    // Nearly all characters take the first branch: this runs for each one of each prompt.
    if ((code > 32 && code < 160) || !isWhiteSpace(code)) {
      if (!inside) tokens += 1;
      inside = true;
    } else inside = false;
  }
  return tokens;
}

/** The tokens of several texts, each counted by itself. */
export function countTokensOf(texts: readonly string[]): number {
  let tokens = 0;
  for (const text of texts) tokens += countTokens(text);
  return tokens;
}

/** Cuts a text into pieces of one token each, white space kept at a piece's front (or the last one's end). */
export function tokenPieces(text: string): readonly string[] {
  const pieces = text.match(/\s*\S+/g);
  if (pieces === null) return text === "" ? [] : [text];
  const used = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const last = pieces.length - 1;
  if (used < text.length) pieces[last] = `${pieces[last] ?? ""}${text.slice(used)}`;
  return pieces;
}

/** The first tokens of a text. */
export const firstTokens = (text: string, tokens: number): string =>
  tokenPieces(text).slice(0, tokens).join("").trimStart();

/**
 * Hashes the tokens of a prompt one after the other and reports the hash so far after each
 * token whose number `isBoundary` names. Numbers are 53 bits wide, from two independent lanes.
 */
export function prefixHashes(
  texts: readonly string[],
  start: number,
  isBoundary: (tokens: number) => boolean,
  report: (tokens: number, hash: number) => void,
): void {
  let low = start | 0;
  let high = ~start;
  let tokens = 0;
  const endToken = (): void => {
    tokens += 1;
    low = Math.imul(low ^ 0x20, 0x01000193);
    high = Math.imul(high ^ (high >>> 15) ^ 0x20, 0x85ebca6b);
    if (isBoundary(tokens)) report(tokens, wideHash(low, high));
  };
  for (const text of texts) {
    let inside = false;
    for (let place = 0; place < text.length; place += 1) {
      const code = text.charCodeAt(place);
      if (isWhiteSpace(code)) {
        if (inside) endToken();
        inside = false;
      } else {
        low = Math.imul(low ^ code, 0x01000193);
        high = Math.imul(high ^ code, 0x5bd1e995);
        inside = true;
      }
    }
    if (inside) endToken();
  }
}

const wideHash = (low: number, high: number): number =>
  (low >>> 0) + ((high >>> 0) & 0x1fffff) * 4_294_967_296;
