// @vitest-environment happy-dom
import { MantineProvider } from "@mantine/core";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, onTestFinished, test, vi } from "vitest";
import type { KpiName } from "../../search/kpis-search.ts";
import { parseSearch, stringifySearch } from "../../search/search-text.ts";
import { readViewSearch } from "../../search/view-search.ts";
import { KpiBehind } from "./kpi-behind.tsx";

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean | undefined;
}

const range = { from: "2026-11-20T00:00:00.000Z", to: "2026-11-21T00:00:00.000Z" };

/** Where a KPI leads from an address. */
const behind = async (name: KpiName, address: string): Promise<string | null | undefined> => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  const top = createRootRoute();
  const view = createRoute({
    getParentRoute: () => top,
    id: "view",
    validateSearch: readViewSearch,
    component: Outlet,
  });
  const kpis = createRoute({
    getParentRoute: () => view,
    path: "/kpis",
    component: () => <KpiBehind name={name} title="One" range={range} />,
  });
  const router = createRouter({
    routeTree: top.addChildren([view.addChildren([kpis])]),
    history: createMemoryHistory({ initialEntries: [address] }),
    parseSearch,
    stringifySearch,
  });
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  onTestFinished(() => {
    act(() => root.unmount());
    place.remove();
  });
  act(() =>
    root.render(
      <MantineProvider>
        <RouterProvider router={router} />
      </MantineProvider>,
    ),
  );
  await vi.waitFor(() => act(() => expect(place.querySelector("a")).not.toBeNull()));
  return place.querySelector("a")?.getAttribute("href");
};

test("each KPI opens what it is worked out from, with the range that it is of", async () => {
  const moments = "from=2026-11-20T00%3A00%3A00.000Z&to=2026-11-21T00%3A00%3A00.000Z";

  expect(await behind("gpu_utilisation", "/kpis")).toBe("/capacity?plan=machines");
  expect(await behind("reconciled_share", "/kpis?range=7d")).toBe(`/reconciliation?${moments}`);
  expect(await behind("savings_rate", "/kpis?range=7d&team=red")).toBe("/tokens?team=red&range=7d");
  expect(await behind("cost_per_inference", "/kpis?range=7d")).toBe("/calls?range=7d&sort=cost");
});
