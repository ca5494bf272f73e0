import type { History, HistoryCall } from "@headgate/levers";
import { picodollars } from "@headgate/money";
import type { DemandTrace } from "@headgate/planner";
import { expect, test } from "vitest";
import { ledgerRow } from "../open-ledger.fixture.ts";
import { leversLeave } from "./levers-leave.ts";

const callOf = (place: number): HistoryCall => ({
  row: ledgerRow({ call_id: `call-${place}` }),
  cost: picodollars(3_000_000_000n),
  kind: "openai",
  format: "openai.chat_completions",
  model: "gpt-test",
});
const historyOf = (calls: number): History => ({
  fromMs: 0,
  toMs: 1,
  calls: Array.from({ length: calls }, (_, place) => callOf(place)),
  depth: "rows",
  price: () => undefined,
});

test("of calls whose tokens are not known as large a share is left as of all calls", () => {
  // Of a thousand calls 300 are of unknown tokens; levers leave 40 of 100.
  const trace: DemandTrace = {
    fromMs: 0,
    stepMs: 3_600_000,
    calls: new Float64Array([600, 400]),
    inputTokens: new Float64Array([420_000, 280_000]),
    cacheReadTokens: new Float64Array(2),
    outputTokens: new Float64Array([84_000, 56_000]),
    onDemandMicrodollars: new Float64Array([1_260_000, 840_000]),
    unknownCalls: 300,
  };

  const left = leversLeave({ before: historyOf(100), after: historyOf(40) }, () => true).of(trace);

  expect([...left.calls]).toEqual([240, 160]);
  expect(left.unknownCalls).toBe(120);
});
