import { useSearch } from "@tanstack/react-router";
import { ledgerHolds } from "./ledger-holds.ts";
import { useStatus } from "./use-status.ts";

/** Whether what is filtered are bills: those that are explored, or all that the ledger has. */
export const useShowsBills = (): boolean => {
  const { data: status } = useStatus();
  const { of } = useSearch({ strict: false });
  return of === "bills" || ledgerHolds(status) === "bills";
};
