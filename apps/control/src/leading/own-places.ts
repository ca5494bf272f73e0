import type { StoresConfig } from "@headgate/contract";
import type { Problem } from "../dependencies.ts";
import { ownLedger } from "./own-ledger.ts";
import { ownState } from "./own-state.ts";

/** What several nodes would have to share beside what they do: at most one thing at a time. */
export function ownPlaces({ state, ledger, counters }: StoresConfig): readonly Problem[] {
  if (state.kind === "postgres") return ledger.kind === "duckdb" ? [ownLedger] : [];
  return counters.kind === "valkey" ? [ownState] : [];
}
