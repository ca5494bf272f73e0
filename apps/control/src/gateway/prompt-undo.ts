import {
  HeadgateError,
  INTERNAL_PROMPTS_PATH,
  type LedgerRow,
  type PromptUndo,
  promptRecordAnswer,
} from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { type AskedGateway, askGateway } from "./ask-gateway.ts";

/** So many calls of one id are named. */
const MOST_NAMED = 10;

/**
 * What passes did to a call's texts, by its row and by what the gateway holds. A call of the last moments has no row yet.
 * @param id Headgate's, or the client's own where one call alone has it
 * @throws HeadgateError `not_found`, `request_invalid`, `prompt_record_too_large` or `gateway_unreachable`
 */
export async function promptUndoOf(
  ledger: Pick<LedgerStore, "call">,
  gateway: AskedGateway,
  id: string,
): Promise<PromptUndo> {
  const attempts = attemptsOf(await ledger.call(id), id);
  const callId = attempts[0]?.call_id ?? id;
  const path = `${INTERNAL_PROMPTS_PATH}${encodeURIComponent(callId)}`;
  const record = await askGateway(gateway, path, promptRecordAnswer);
  if (record === undefined && attempts.length === 0) {
    throw new HeadgateError("not_found", `There is no call ${id}.`);
  }
  if (record !== undefined && "is_too_large" in record) {
    throw new HeadgateError("prompt_record_too_large");
  }
  const ofRow = digestOf(attempts);
  const texts = record?.texts ?? null;
  const hasRow = attempts.length > 0;
  const digest = ofRow ?? (hasRow ? undefined : record?.digest) ?? null;
  const isSame = record === undefined ? null : record.is_same && record.digest === digest;
  return { call_id: callId, has_row: hasRow, digest, is_same: isSame, texts };
}

/** The attempts of the one call: clients may give several calls one id, and an answer about any of them would be about another. */
function attemptsOf(found: readonly LedgerRow[], id: string): readonly LedgerRow[] {
  const own = found.filter(({ call_id }) => call_id === id);
  if (own.length > 0) return own;
  const ids = [...new Set(found.map(({ call_id }) => call_id))];
  if (ids.length <= 1) return found;
  const more = ids.length - MOST_NAMED;
  const named = `${ids.slice(0, MOST_NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  throw new HeadgateError(
    "request_invalid",
    `${ids.length} calls have the id ${id}: name one of ${named}.`,
  );
}

/** Each attempt of a call has the same. */
function digestOf(attempts: readonly LedgerRow[]): string | undefined {
  for (const { changes = [] } of attempts) {
    for (const { lever, digest } of changes) {
      if (lever === "prompt" && digest !== undefined) return digest;
    }
  }
  return undefined;
}
