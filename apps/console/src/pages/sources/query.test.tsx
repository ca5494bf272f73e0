// @vitest-environment happy-dom
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { expect, onTestFinished, test, vi } from "vitest";
import { drawn } from "../../ui/drawn.fixture.tsx";
import { usePrecedence, useSources } from "./query.ts";

const Probe = () => {
  const sources = useSources();
  const precedence = usePrecedence(sources.data?.sources);
  return (
    <output>
      {sources.status} {precedence.status}
    </output>
  );
};

test("whose rows count can fail without taking away what came in", async () => {
  const page = window as unknown as { happyDOM: { setURL(url: string): void } };
  const server = createServer((request, response) => {
    const isSources = request.url === "/api/sources";
    response
      .writeHead(isSources ? 200 : 500, { "content-type": "application/json" })
      .end(JSON.stringify(isSources ? { sources: [], pulls: [], received: [] } : {}));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const ledger = { first_row_at: "2026-11-20T00:00:00Z", last_row_at: "2026-11-21T00:00:00Z" };
  client.setQueryDefaults(["status"], { enabled: false });
  client.setQueryData(["status"], { ledger });
  const { href } = window.location;
  onTestFinished(() => {
    page.happyDOM.setURL(href);
    client.clear();
    server.closeAllConnections();
    server.close();
  });
  page.happyDOM.setURL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);

  const place = drawn(
    <QueryClientProvider client={client}>
      <Probe />
    </QueryClientProvider>,
  );

  // A shared machine may take its time.
  await vi.waitFor(
    () => act(() => expect(place.querySelector("output")?.textContent).toBe("success error")),
    { timeout: 60_000 },
  );
});
