/** Letters of English or code that make about one token. */
const LETTERS_A_TOKEN = 4;
/** A text is cut only where it is longer than the cap by so much: a marker must not cost more than it spares. */
const WORTH = 1.1;
/** What stays of a cut text is so much from its beginning, the rest from its end. */
const HEAD = 0.6;

export type CappedText = Readonly<{ text: string; elided: string }>;

/**
 * Cuts the middle out of a long text and puts a marker there. The same text is always cut in the same way, so that a
 * request that carries it again begins with the same bytes.
 *
 * @param marker what to put there, of the letters that go
 * @returns undefined where the text is short enough
 */
export function capText(
  text: string,
  capTokens: number,
  marker: (elided: string) => string,
): CappedText | undefined {
  const most = capTokens * LETTERS_A_TOKEN;
  if (text.length <= most * WORTH) return undefined;
  const head = wholeLetter(text, Math.floor(most * HEAD));
  const tail = wholeLetter(text, text.length - (most - head));
  const elided = text.slice(head, tail);
  return { text: `${text.slice(0, head)}\n${marker(elided)}\n${text.slice(tail)}`, elided };
}

/** The place itself, or the one before where it would split a pair of surrogates. */
function wholeLetter(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}
