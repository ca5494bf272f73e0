// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { expect, onTestFinished, test } from "vitest";
import { useAlarms } from "../pages/alarms/query.ts";
import { useBatches } from "../pages/batches/query.ts";
import { useBudgets } from "../pages/budgets/query.ts";
import { usePools } from "../pages/models/query.ts";
import { useRouting } from "../pages/routing/query.ts";
import { useImports, useSources } from "../pages/sources/query.ts";
import { drawn } from "../ui/drawn.fixture.tsx";
import { HeldStill } from "./held-still.ts";

const Asking = ({ hook }: Readonly<{ hook: () => unknown }>) => {
  hook();
  return null;
};

/** How often what a page asks is asked again, but for how Headgate itself does, which is no figure. */
const askedAgain = (hook: () => unknown, heldStill: boolean) => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  onTestFinished(() => client.clear());
  drawn(
    <QueryClientProvider client={client}>
      <HeldStill.Provider value={heldStill}>
        <Asking hook={hook} />
      </HeldStill.Provider>
    </QueryClientProvider>,
  );
  return client
    .getQueryCache()
    .getAll()
    .filter(({ queryKey: [key] }) => key !== "status")
    .flatMap(({ observers }) => observers)
    .map(({ options }) => options.refetchInterval);
};

test.each([
  ["Alarms", useAlarms],
  ["Batches", useBatches],
  ["Budgets", useBudgets],
  ["Models", usePools],
  ["Routing", useRouting],
  ["Sources", useSources],
  ["imports", useImports],
])("%s is asked again as time passes, and not while the page is held still", (_, hook) => {
  const moving = askedAgain(hook, false);

  expect(moving.length).toBeGreaterThan(0);
  for (const everyMs of moving) expect(everyMs).toBeGreaterThan(0);
  expect(askedAgain(hook, true)).toEqual(moving.map(() => false));
});
