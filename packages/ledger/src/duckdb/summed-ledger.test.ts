import { vi } from "vitest";
import { describeLedgerStore } from "../store.conformance.ts";
import { summedBeforeQuestions } from "../summed-store.fixture.ts";
import { openingLedgers } from "./open-ledger.fixture.ts";

// Each question sums all days up before it is asked.
vi.setConfig({ testTimeout: 180_000 });

describeLedgerStore("DuckDB with its sums built", summedBeforeQuestions(openingLedgers()));
