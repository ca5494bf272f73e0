import type { Status } from "@headgate/contract";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import type { FunctionComponent } from "react";
import { onTestFinished } from "vitest";
import { readViewSearch } from "../search/view-search.ts";
import { drawn } from "../ui/drawn.fixture.tsx";

const DAY = "2026-11-01T00:00:00.000Z";

/** Of a ledger that holds bills and not one call. */
const billsAlone: Pick<Status, "ledger"> = {
  ledger: {
    ...{ rows: 0, first_row_at: null, last_row_at: null },
    ...{ bills_from: DAY, bills_to: DAY, bills_daily_to: DAY },
  },
};

/**
 * Draws a page whose address has range and filters, where bills are and no call. It knows the answers that it is given;
 * nothing serves the API.
 */
export function drawnOfBillsAlone(
  { path, page }: Readonly<{ path: string; page: FunctionComponent }>,
  answers: readonly (readonly [question: readonly unknown[], answer: object])[],
): HTMLElement {
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
  });
  onTestFinished(() => client.clear());
  client.setQueryData(["status"], billsAlone);
  for (const [question, answer] of answers) client.setQueryData(question, answer);
  const top = createRootRoute();
  const view = createRoute({
    getParentRoute: () => top,
    id: "view",
    validateSearch: readViewSearch,
    component: Outlet,
  });
  const shown = createRoute({ getParentRoute: () => view, path, component: page });
  const router = createRouter({
    routeTree: top.addChildren([view.addChildren([shown])]),
    history: createMemoryHistory({ initialEntries: [`${path}?range=7d`] }),
  });
  return drawn(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
}

/** The range of {@link drawnOfBillsAlone}, as questions name it. */
export const shownRange = { kind: "preset", preset: "7d" } as const;
