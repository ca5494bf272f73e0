import { knownCallsResponse } from "@headgate/contract";
import type { ManagementApi } from "../management/management-api.ts";
import { replayCallId } from "./chat-request.ts";

/** As many ids as one request to the API may name. */
export const KNOWN_BATCH = 10_000;

/** Which of these rows the ledger holds already. */
export async function knownRows(
  api: ManagementApi,
  replay: string,
  rows: readonly number[],
): Promise<ReadonlySet<number>> {
  const known = new Set<number>();
  for (let start = 0; start < rows.length; start += KNOWN_BATCH) {
    const byId = new Map(
      rows.slice(start, start + KNOWN_BATCH).map((row) => [replayCallId(replay, row), row]),
    );
    const answer = await api.post(
      "/api/calls/known",
      { client_call_ids: [...byId.keys()] },
      knownCallsResponse,
    );
    for (const id of answer.known) {
      const row = byId.get(id);
      if (row !== undefined) known.add(row);
    }
  }
  return known;
}
