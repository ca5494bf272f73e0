import {
  HeadgateError,
  INTERNAL_PROMPTS_PATH,
  type LedgerRow,
  type PromptUndo,
  promptRecordSchema,
} from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { type AskedGateway, askGateway } from "./ask-gateway.ts";

/**
 * What passes did to a call's texts, by its row and by what the gateway holds. A call of the last moments has no row yet.
 * @throws HeadgateError `not_found` or `gateway_unreachable`
 */
export async function promptUndoOf(
  ledger: Pick<LedgerStore, "call">,
  gateway: AskedGateway,
  id: string,
): Promise<PromptUndo> {
  const attempts = await ledger.call(id);
  const callId = attempts[0]?.call_id ?? id;
  const path = `${INTERNAL_PROMPTS_PATH}${encodeURIComponent(callId)}`;
  const record = await askGateway(gateway, path, promptRecordSchema);
  if (record === undefined && attempts.length === 0) {
    throw new HeadgateError("not_found", `There is no call ${id}.`);
  }
  const ofRow = digestOf(attempts);
  const texts = record?.texts ?? null;
  const digest = ofRow ?? (attempts.length === 0 ? record?.digest : undefined) ?? null;
  const isSame = record === undefined ? null : record.is_same && record.digest === digest;
  return { call_id: callId, digest, is_same: isSame, texts };
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
