// @vitest-environment happy-dom
import { act } from "react";
import { expect, test, vi } from "vitest";
import { drawnOfBillsAlone, shownRange } from "../../shell/in-view.fixture.tsx";
import { BilledAlone } from "./billed-alone.tsx";

const span = { fromMs: Date.parse("2026-11-01"), toMs: Date.parse("2026-11-08") };
const none = { rows: [], left_out: 0, lines_seen_elsewhere: 0 };
const storage = {
  ...none,
  rows: [
    {
      ...{ group: "not_ai", billing_currency: "USD", lines: 7 },
      ...{ billed_cost: "90.000000000000", effective_cost: "90.000000000000" },
      ...{ list_cost: "0.000000000000", lines_without_list_cost: 7 },
      ...{ contracted_cost: "0.000000000000", lines_without_contracted_cost: 7 },
    },
  ],
};

test("where nothing was billed for AI that is said, in place of tables without a row", async () => {
  const asked = { range: shownRange, filter: {} };
  const question = { by: "category", cost: "effective" };
  const answers = { question, span, grain: "day", overTime: none, lines: none };

  const place = drawnOfBillsAlone({ path: "/", page: BilledAlone }, [
    [["ledger", "billed", "categories", asked], { span, categories: storage }],
    [
      ["ledger", "billed", "parts", asked],
      { answers, services: none, providers: none, teams: none },
    ],
  ]);

  await vi.waitFor(() => act(() => expect(place.textContent).toContain("$90.00")));
  expect(place.textContent).toContain("Nothing of these days was billed for AI.");
  expect(place.textContent).not.toContain("Billed by service");
});
