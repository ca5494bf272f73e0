import type { Change } from "@headgate/contract";
import type { JsonEdit, PromptMessage } from "@headgate/providers";
import { isWorthClearing, PLACEHOLDER_TOKENS, type Reduction } from "./clear-results.ts";
import type { Turns } from "./conversation.ts";
import { droppedTurns } from "./cut-turns.ts";
import { type CappedTexts, type KeepText, pathKey, type SizedMessage } from "./sized-message.ts";

/** What a request goes without, and with. */
export type ContextEdit = Readonly<{
  messages: readonly PromptMessage[];
  sizes: readonly SizedMessage[];
  turns: Turns;
  reduction: Reduction;
  capped: CappedTexts;
  /** Texts to add to messages, with their tokens. */
  additions: ReadonlyMap<number, string>;
  additionTokens: number;
  keep: KeepText;
}>;

export type MadeEdit = Readonly<{
  edits: readonly JsonEdit[];
  changes: readonly Change[];
  /** Tokens taken away, less those added. */
  removed: number;
}>;

/** The changes to the body that make a request what was decided, and what its row tells of them. */
export function contextEdits(context: ContextEdit): MadeEdit {
  const { messages, sizes, turns, reduction, capped, additions, additionTokens, keep } = context;
  const gone = new Set(
    droppedTurns(turns, reduction.cut).flatMap((turn) => turns[turn]?.messages ?? []),
  );
  const inClear = new Set(turns.slice(0, reduction.clear).flatMap((turn) => turn.messages));
  const edits: JsonEdit[] = [];
  const tally = { capped: empty(), cleared: empty(), dropped: empty() };
  for (const [index, message] of messages.entries()) {
    const size = sizes[index];
    if (size === undefined) throw new RangeError(`message ${index} has no size`);
    if (gone.has(index)) {
      edits.push({ kind: "remove", path: message.path });
      add(tally.dropped, 0, size.sentTokens);
      continue;
    }
    let cappedHere = 0;
    for (const [at, result] of message.toolResults.entries()) {
      const sized = size.toolResults[at];
      if (inClear.has(index) && sized !== undefined && isWorthClearing(sized)) {
        edits.push(...cleared(result.texts, keep));
        add(tally.cleared, 1, sized.tokens - PLACEHOLDER_TOKENS);
        continue;
      }
      for (const { path } of result.texts) {
        const text = capped.get(pathKey(path));
        if (text === undefined) continue;
        edits.push({ kind: "set", path, value: text });
        cappedHere += 1;
      }
    }
    add(tally.capped, cappedHere, size.sentTokens - size.tokens);
    const addition = additions.get(index);
    const last = message.texts.at(-1);
    if (addition !== undefined && last !== undefined) {
      edits.push({ kind: "set", path: last.path, value: `${last.text}\n\n${addition}` });
    }
  }
  tally.dropped.count = droppedTurns(turns, reduction.cut).length;
  const changes: Change[] = [
    ...changeOf("capped_tool_results", tally.capped),
    ...changeOf("cleared_tool_results", tally.cleared),
    ...changeOf("dropped_turns", tally.dropped),
    ...changeOf("added_texts", {
      count: edits.length === 0 ? 0 : additions.size,
      tokens: -additionTokens,
    }),
  ];
  const removed = changes.reduce((sum, { input_tokens }) => sum + (input_tokens ?? Number.NaN), 0);
  return { edits, changes, removed };
}

type Tally = { count: number; tokens: number };

const empty = (): Tally => ({ count: 0, tokens: 0 });

function add(tally: Tally, count: number, tokens: number): void {
  tally.count += count;
  tally.tokens += tokens;
}

const changeOf = (did: string, { count, tokens }: Tally): readonly Change[] =>
  count === 0 ? [] : [{ lever: "context", did, count, input_tokens: tokens }];

/** A handle in the place of a result's first text, or that it went where nothing can be held; its other texts go, since providers take no empty ones. */
function cleared(texts: PromptMessage["texts"], keep: KeepText): readonly JsonEdit[] {
  const [first, ...others] = texts;
  if (first === undefined) return [];
  const handle = keep(texts.map(({ text }) => text).join("\n"));
  return [
    {
      kind: "set",
      path: first.path,
      value: handle === undefined ? "[cleared]" : `[cleared, ${handle}]`,
    },
    // The text is a member of its part, and the part is what goes.
    ...others.map(({ path }) => ({ kind: "remove" as const, path: path.slice(0, -1) })),
  ];
}
