import { attributionFields, type ProposalScope } from "@headgate/contract";

/** What a report of the ledger is asked for about a scope. */
export const scopedTo = (scope: ProposalScope, fromMs: number, toMs: number) => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
  ...Object.fromEntries(
    attributionFields.flatMap((field) => {
      const value = scope[field];
      return value === undefined ? [] : [[field, value] as const];
    }),
  ),
  ...(scope.operation !== undefined && { operation: scope.operation }),
  requestModel: scope.model,
});
