import type { PromptView } from "./prompt-view.ts";
import { repeatedCharacters } from "./repeated-text.ts";

/** Of longer documents it takes too long to look for what they repeat: a call waits for it. */
const MOST_CHARACTERS = 65_536;

/** The passages of a prompt: the texts of blocks that its format knows as documents or search results. */
export type Passages = Readonly<{
  texts: readonly string[];
  /** UTF-8 bytes of them, together. */
  bytes: number;
  /** About how many of the bytes stand in an earlier passage of the prompt as well; undefined where that was not looked for. */
  repeatedBytes: number | undefined;
}>;

/** @returns undefined where a prompt has none */
export function passagesOf({ messages }: PromptView): Passages | undefined {
  const texts = messages.flatMap(({ documents }) => documents.map(({ text }) => text));
  if (texts.length === 0) return undefined;
  const bytes = texts.map((text) => Buffer.byteLength(text));
  const sum = bytes.reduce((all, one) => all + one, 0);
  const characters = texts.reduce((all, { length }) => all + length, 0);
  if (characters > MOST_CHARACTERS) return { texts, bytes: sum, repeatedBytes: undefined };
  const repeated = repeatedCharacters(texts).reduce((all, count, index) => {
    const { length } = texts[index] as string;
    // Characters of several bytes are taken to lie evenly in a passage.
    return count === 0 ? all : all + Math.round((count * (bytes[index] as number)) / length);
  }, 0);
  return { texts, bytes: sum, repeatedBytes: repeated };
}
