import type { JsonPath, PromptMessage, PromptText, ToolResult } from "@headgate/providers";
import { capText } from "./cap-text.ts";
import type { ContextMessage } from "./conversation.ts";

/** A message's sizes as it goes, and as the client sent it. */
export type SizedMessage = ContextMessage & Readonly<{ sentTokens: number }>;

/** Counts the tokens of each text. */
export type CountTokens = (texts: readonly string[]) => Promise<readonly number[]>;

/** Texts of a long tool result, by the path of the text, as they go instead. */
export type CappedTexts = ReadonlyMap<string, string>;

/** What the parts of a message that are no text make up at most: a picture's bytes are no tokens. */
const MOST_OTHER_TOKENS = 2_000;
const LETTERS_A_TOKEN = 4;
/** What providers put around a message. */
const FRAME_TOKENS = 4;

export const pathKey = (path: JsonPath): string => JSON.stringify(path);

/** Puts a text by and gives its handle; undefined where it cannot be held. */
export type KeepText = (text: string) => string | undefined;

/** Cuts the middles out of long tool results. */
export function capResults(
  messages: readonly PromptMessage[],
  capTokens: number,
  keep: KeepText,
): CappedTexts {
  const capped = new Map<string, string>();
  for (const { path, text } of messages.flatMap(resultTexts)) {
    const made = capText(text, capTokens, (elided) => {
      const handle = keep(text);
      const whole = handle === undefined ? "" : `; the whole text is ${handle}`;
      return `[${elided.length} letters elided${whole}]`;
    });
    if (made !== undefined) capped.set(pathKey(path), made.text);
  }
  return capped;
}

const resultTexts = ({ toolResults }: PromptMessage): readonly PromptText[] =>
  toolResults.flatMap(({ hasOther, texts }) => (hasOther ? [] : texts));

/**
 * Sizes of messages. Texts are counted; calls of tools and what is no text are guessed by their letters.
 * @param elementOf the message in the body
 */
export async function sizeMessages(
  messages: readonly PromptMessage[],
  capped: CappedTexts,
  elementOf: (path: JsonPath) => unknown,
  count: CountTokens,
): Promise<readonly SizedMessage[]> {
  const texts = messages.flatMap((message) => [
    ...plainTexts(message),
    ...message.toolResults.flatMap((result) => result.texts),
  ]);
  const asSent = texts.map(({ text }) => text);
  const changed = texts.flatMap(({ path }) => capped.get(pathKey(path)) ?? []);
  if (texts.length === 0 && messages.length === 0) return [];
  const counts = await count([...asSent, ...changed]);
  let [nextSent, nextChanged] = [0, asSent.length];
  const take = ({ path }: PromptText): Size => {
    const sent = counts[nextSent++] ?? Number.NaN;
    return { sent, goes: capped.has(pathKey(path)) ? (counts[nextChanged++] ?? Number.NaN) : sent };
  };
  return messages.map((message) => {
    const plain = total(plainTexts(message).map(take));
    const results = message.toolResults.map((result) => ({
      result,
      size: total(result.texts.map(take)),
    }));
    const other = FRAME_TOKENS + otherTokens(message, elementOf(message.path));
    const ofResults = total(results.map(({ size }) => size));
    return {
      role: message.role,
      tokens: plain.goes + ofResults.goes + other,
      sentTokens: plain.sent + ofResults.sent + other,
      toolCalls: message.toolCalls.map(({ id }) => id),
      toolResults: results.map(({ result, size }) => ({
        callId: result.callId,
        tokens: size.goes,
        clearable: isClearable(result),
      })),
    };
  });
}

/** A result that is text and nothing else. */
const isClearable = ({ hasOther, texts }: ToolResult): boolean => !hasOther && texts.length > 0;

type Size = Readonly<{ sent: number; goes: number }>;

const total = (sizes: readonly Size[]): Size => ({
  sent: sizes.reduce((sum, { sent }) => sum + sent, 0),
  goes: sizes.reduce((sum, { goes }) => sum + goes, 0),
});

const plainTexts = ({ texts, documents }: PromptMessage): readonly PromptText[] => [
  ...texts,
  ...documents,
];

/** Of what the view does not hold as text. */
function otherTokens(message: PromptMessage, element: unknown): number {
  const isMore =
    message.hasOther ||
    message.toolCalls.length > 0 ||
    message.toolResults.some(({ hasOther }) => hasOther);
  if (!isMore) return 0;
  const texts = [...plainTexts(message), ...message.toolResults.flatMap((result) => result.texts)];
  const letters = texts.reduce((sum, { text }) => sum + text.length, 0);
  const rest = JSON.stringify(element).length - letters;
  return Math.min(Math.max(0, Math.ceil(rest / LETTERS_A_TOKEN)), MOST_OTHER_TOKENS);
}
