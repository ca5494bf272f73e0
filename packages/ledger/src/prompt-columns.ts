import {
  type LedgerRow,
  type PromptPart,
  type TokensByPart,
  tokensByPart,
} from "@headgate/contract";

/** The division of the row that was looked at last: its parts' columns are taken one after the other. */
let divided: Readonly<{ row: LedgerRow; tokens: TokensByPart | undefined }> | undefined;

/** A row's input tokens in a part of its prompt; null where that is not told. */
export function dividedTokens(row: LedgerRow, part: PromptPart): number | null {
  if (row.prompt_parts === undefined) return null;
  if (divided?.row !== row) divided = { row, tokens: tokensByPart(row) };
  return divided.tokens?.[part] ?? null;
}

/** What levers did, as JSON with its members in one order: a change is looked for by its text. */
export const changesText = ({ changes }: LedgerRow): string | null =>
  changes === undefined
    ? null
    : JSON.stringify(
        changes.map(({ lever, did, count, input_tokens, digest }) => ({
          ...{ lever, did, count, input_tokens, digest },
        })),
      );
