import { expect } from "vitest";
import type { Check } from "../store.conformance.ts";
import { attempt } from "../store.fixture.ts";
import { day, dayRows } from "./day-rows.fixture.ts";

/** Reports that are asked for the calls of real or of simulated providers alone. */
export function describeSimulated(check: Check): void {
  check(
    "adds up real calls alone, or simulated ones alone, where it is asked to",
    async (store) => {
      await store.append({
        rows: [
          ...dayRows,
          attempt({
            ...{ call_id: "simulated", simulated: true, cost: 7n },
            savings: [{ lever: "route", amount: null }],
          }),
          attempt({ call_id: "unknown-simulated", simulated: true, cost: null }),
        ],
        cursors: [],
      });
      const askedOf = async (simulated: boolean) => {
        const asked = { ...day, simulated };
        const { totals } = await store.report("totals", asked);
        const { rows } = await store.report("spend-by", { ...asked, by: "team", limit: 9 });
        const savings = await store.report("savings", { ...asked, grain: "day" });
        const unpriced = await store.report("unpriced", asked);
        return {
          saving: savings.rows.map(({ lever }) => lever),
          cost: totals.effective_cost,
          byTeam: rows.map(({ group, effective_cost: cost }) => [group, cost]),
          unpriced: unpriced.rows.reduce((sum, { attempts }) => sum + attempts, 0),
        };
      };

      expect(await askedOf(true)).toMatchObject({
        ...{ cost: "1.000000000007", unpriced: 1, saving: ["route"] },
        byTeam: [
          ["blue", "1.000000000000"],
          [null, "0.000000000007"],
        ],
      });
      expect(await askedOf(false)).toMatchObject({
        cost: "2.000000000000",
        unpriced: 2,
        saving: [],
      });
    },
  );
}
