import { vi } from "vitest";
import { describeLedgerStore } from "../store.conformance.ts";
import type { LedgerStore } from "../store.ts";
import { openingLedgers } from "./open-ledger.fixture.ts";

// Each question sums all days up before it is asked.
vi.setConfig({ testTimeout: 180_000 });

const open = openingLedgers();

/** Builds all sums before each question, so that whole days are read from them and not from the rows. */
async function openSummed(directory: string): Promise<LedgerStore> {
  const store = await open(directory);
  return new Proxy(store, {
    get(target, name) {
      const member = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      if (name !== "report") return member.bind(target);
      return async (...question: readonly unknown[]) => {
        await target.buildSums();
        return member.apply(target, question);
      };
    },
  });
}

describeLedgerStore("DuckDB with its sums built", openSummed);
