import { expect, test } from "vitest";
import { protocolTarget } from "./paraphrase-protocol.ts";

test("precision meets its target only where the hit rate was reached", () => {
  expect(protocolTarget({ precision: 0.94, hit_rate: 0.9139 }, 0.913).met).toBe(true);
  expect(protocolTarget({ precision: 0.99, hit_rate: 0.6 }, 0.913).met).toBe(false);
  expect(protocolTarget({ precision: 0.92, hit_rate: 0.9139 }, 0.913).met).toBe(false);
});
