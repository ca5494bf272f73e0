import { expect } from "vitest";
import type { Check } from "../store.conformance.ts";
import { attempt, HOUR_MS, NOON_MS } from "../store.fixture.ts";

const day = {
  from: new Date(NOON_MS - 12 * HOUR_MS).toISOString(),
  to: new Date(NOON_MS + 12 * HOUR_MS).toISOString(),
};

/** The strata of a sample of calls. */
export function describeCallsByScope(check: Check): void {
  check("counts calls by what was asked of which model, simulated ones apart", async (store) => {
    const asked = { request_model: "a", attribution: { feature: "faq" } };
    await store.append({
      rows: [
        attempt({ call_id: "again", final: false, ...asked }),
        attempt({ call_id: "again", attempt: 1, ...asked }),
        attempt({ call_id: "b", ...asked }),
        attempt({ call_id: "c", ...asked, simulated: true }),
        attempt({ call_id: "d", request_model: undefined, attribution: {} }),
      ],
      cursors: [],
    });

    const common = { operation: "chat", simulated: false };
    expect(await store.report("calls-by-scope", day)).toEqual([
      { ...common, requestModel: "a", feature: "faq", calls: 2 },
      { ...common, requestModel: "a", feature: "faq", simulated: true, calls: 1 },
      { ...common, requestModel: null, feature: null, calls: 1 },
    ]);
  });
}
