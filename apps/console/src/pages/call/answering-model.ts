import type { LedgerRow } from "@headgate/contract";

/** The model whose answer it is: as the provider names it, or else as it was asked for. */
export const answeringModel = (row: LedgerRow): string | undefined =>
  row.response_model ?? row.sent_model ?? row.request_model;
