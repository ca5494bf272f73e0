import type { LedgerRow } from "@headgate/contract";

/**
 * Whether a row has facts of its request. Of a process that gives them up, rows still have why the model stopped, which is told by
 * the answer.
 */
export const tellsOfRequest = ({
  request_facts: facts,
}: Pick<LedgerRow, "request_facts">): boolean =>
  facts !== undefined && Object.keys(facts).some((name) => name !== "finish_reason");
