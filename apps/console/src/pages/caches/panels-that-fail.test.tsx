// @vitest-environment happy-dom
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { expect, onTestFinished, test, vi } from "vitest";
import { PrefixPanel } from "./prefix-panel.tsx";
import { SemanticPanel } from "./semantic-panel.tsx";

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean | undefined;
}

test.each([
  ["prefixes", <PrefixPanel key="prefixes" />],
  ["near questions", <SemanticPanel key="near" />],
])("a panel of %s whose answer does not come says so", async (_, panel: ReactNode) => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  onTestFinished(() => {
    act(() => root.unmount());
    place.remove();
    client.clear();
  });

  // Nothing serves the API here.
  act(() =>
    root.render(
      <MantineProvider>
        <QueryClientProvider client={client}>{panel}</QueryClientProvider>
      </MantineProvider>,
    ),
  );

  await vi.waitFor(() => act(() => expect(place.querySelector('[role="alert"]')).not.toBeNull()));
});
