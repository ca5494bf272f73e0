// @vitest-environment happy-dom
import { type ChangeWire, changeParts, type DriversReport } from "@headgate/contract";
import { act } from "react";
import { expect, test, vi } from "vitest";
import { drawnOfBillsAlone, shownRange } from "../../shell/in-view.fixture.tsx";
import { DriversPage } from "./page.tsx";

const NONE = "0.000000000000";
const noParts = Object.fromEntries(changeParts.map((part) => [part, NONE])) as ChangeWire["parts"];
const nothing: ChangeWire = { before: NONE, after: NONE, change: NONE, parts: noParts };
const range = { from: "2026-11-01T00:00:00.000Z", to: "2026-11-08T00:00:00.000Z" };
const unmoved = { before: range, after: range, total: nothing, drivers: [], others: nothing };
const report: DriversReport = {
  ...unmoved,
  by: "model",
  unpriced_attempts: { before: 0, after: 0 },
  bills: [
    {
      ...unmoved,
      by: "service_name",
      ...{ lines_across: 0, lines_in_other_currencies: 0, things_left_out: 0 },
    },
  ],
};
const page = { path: "/drivers", page: DriversPage };

test("of bills alone what moved them is told, and no way out to calls that are not there", async () => {
  const place = drawnOfBillsAlone(page, [[["drivers", shownRange, {}, "model"], report]]);

  await vi.waitFor(() => act(() => expect(place.textContent).toContain("What moved the bills")));
  expect(place.textContent).toContain("Bills are here; no calls yet");
  expect(place.textContent).not.toContain("No calls here");
});

test("of bills alone the page is the same one before its answer is there", async () => {
  const place = drawnOfBillsAlone(page, []);

  await vi.waitFor(() =>
    act(() => expect(place.querySelector('[aria-label="Drivers by"]')).not.toBeNull()),
  );
  expect(place.textContent).toContain("Bills are here; no calls yet");
});
