import { inputTokens, promptPartNames } from "@headgate/contract";
import type { CallSaving, History, HistoryCall } from "@headgate/levers";
import { picodollars } from "@headgate/money";

/** A call whose prompt carries documents, with the bytes of them and of all its parts. */
export type Retrieved = Readonly<{ call: HistoryCall; documents: number; all: number }>;

/** Chat calls that carry documents, of those whose prompts were looked at. */
export const retrievedIn = (calls: readonly HistoryCall[]): readonly Retrieved[] =>
  calls.flatMap((call): Retrieved[] => {
    const { prompt_parts: parts, operation } = call.row;
    if (operation !== "chat" || parts?.documents === undefined || parts.documents === 0) return [];
    const all = promptPartNames.reduce((sum, name) => {
      const bytes = parts[name];
      return bytes === undefined ? sum : sum + bytes;
    }, 0);
    return [{ call, documents: parts.documents, all }];
  });

/**
 * What a call would cost less without so many bytes of its documents, by their share of its tokens. What is read from a
 * provider's cache stays: which part of the prompt that is, is not known, and uncached input alone is taken away.
 */
export function withoutBytes(
  history: History,
  { call, documents, all }: Retrieved,
  bytes: number,
): CallSaving {
  const { row } = call;
  const { usage } = row;
  const [tokens, { input }] = [inputTokens(usage), usage];
  const unknown = { call, saved: undefined, after: call };
  if (tokens === undefined || input === undefined || call.cost === undefined) return unknown;
  const taken = Math.min(input, Math.floor((tokens * bytes) / all));
  const less = { ...usage, input: input - taken };
  const cost = history.price(call, less);
  if (cost === undefined) return unknown;
  // What looks at the call after this finds documents that are as much shorter.
  const parts = { ...row.prompt_parts, documents: documents - bytes };
  const after = { ...call, row: { ...row, usage: less, prompt_parts: parts }, cost };
  return { call, saved: picodollars(call.cost - cost), after };
}
