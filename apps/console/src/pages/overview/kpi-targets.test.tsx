// @vitest-environment happy-dom
import type { KpisReport } from "@headgate/contract";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readViewSearch, type View } from "../../search/view-search.ts";
import { KpiTargets } from "./kpi-targets.tsx";

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean | undefined;
}

const view: View = {
  range: { kind: "preset", preset: "24h" },
  filter: {},
  charges: "original",
};
const range = { from: "2026-11-20T00:00:00.000Z", to: "2026-11-21T00:00:00.000Z" };
const report: KpisReport = {
  before: range,
  after: range,
  kpis: [],
  simulated_cost: { before: "0.000000000000", after: "0.000000000000" },
};

let root: Root;
let place: HTMLElement;
let client: QueryClient;

beforeEach(() => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  place = document.body.appendChild(document.createElement("div"));
  root = createRoot(place);
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
});
afterEach(() => {
  act(() => root.unmount());
  place.remove();
  client.clear();
});

const drawAt = (address: string) => {
  const top = createRootRoute();
  const pathless = createRoute({
    getParentRoute: () => top,
    id: "view",
    validateSearch: readViewSearch,
  });
  const page = createRoute({
    getParentRoute: () => pathless,
    path: "/",
    component: () => <KpiTargets view={view} />,
  });
  const router = createRouter({
    routeTree: top.addChildren([pathless.addChildren([page])]),
    history: createMemoryHistory({ initialEntries: [address] }),
  });
  act(() =>
    root.render(
      <MantineProvider>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>,
    ),
  );
};
const drawn = (selector: string) =>
  vi.waitFor(() =>
    act(() => {
      expect(place.querySelector(selector)).not.toBeNull();
    }),
  );

test.each([
  ["/?charges=original", true],
  ["/", false],
])("at %s, that KPIs go by current charges is said: %s", async (address, isSaid) => {
  client.setQueryData(["ledger", "kpis", view.range, view.filter], report);

  drawAt(address);

  await drawn(".panel");
  expect(place.textContent.includes("These KPIs are told by the charges that hold now")).toBe(
    isSaid,
  );
});

test("KPIs that do not come are told as a failure, not left out", async () => {
  // Nothing serves the API here.
  drawAt("/");

  await drawn('[role="alert"]');
});
