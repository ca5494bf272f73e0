import { expect, test } from "vitest";
import { open, opened, request } from "./gateway-case.fixture.ts";
import { json, scriptedProvider } from "./open-gateway.fixture.ts";

const path = "/v1/chat/completions";
const limits = { drain_timeout_ms: 200, call_timeout_ms: 30_000 };

test("closing does not wait for calls that begin an attempt when the drain time is over", async () => {
  const { gateway, provider } = await open([() => undefined], { limits });
  const certain = { ...request, temperature: 0 };
  const calls = [1, 2, 3].map(() => gateway.post(path, certain));
  // One is sent, the others wait for its answer.
  await expect.poll(async () => (await gateway.gateway.caches.stats()).waiting).toBe(2);
  const begunAt = performance.now();

  await gateway.gateway.close();

  expect(performance.now() - begunAt).toBeLessThan(15_000);
  const codes = (await Promise.all(calls)).map(({ headers }) => headers.get("x-headgate-error"));
  expect(codes).toEqual(["provider_timeout", "provider_timeout", "provider_timeout"]);
  expect(provider.received.length).toBeGreaterThan(0);
  expect(gateway.rows().map(({ outcome }) => outcome)).toEqual(codes.map(() => "timed_out"));
});

test("a client that waits for a deferred answer gets its handle when the gateway closes", async () => {
  const now = new Date().toISOString();
  const handle = {
    id: "d1",
    object: "headgate.deferred",
    status: "queued",
    created_at: now,
    deadline: now,
    url: "/v1/headgate/deferred/d1",
  };
  const polls: string[] = [];
  // Control, as far as this needs it: it takes the call in, and the answer is never there.
  const control = await scriptedProvider((response, received) => {
    if (received.method === "POST") json(202, handle)(response, received);
    else polls.push(received.path);
  });
  opened.push(control);
  const { gateway, provider } = await open(
    [() => undefined],
    {
      limits,
      policies: [{ name: "night", match: {}, batch: { when: "always", deadline: "10m" } }],
    },
    {},
    { control: { url: control.url, token: "the token of this run" } },
  );
  const call = gateway.post(path, request, { "x-headgate-wait": "true" });
  await expect.poll(() => polls.length).toBe(1);
  const begunAt = performance.now();

  await gateway.gateway.close();

  expect(performance.now() - begunAt).toBeLessThan(15_000);
  const response = await call;
  expect(response.status).toBe(202);
  expect(await response.json()).toEqual(handle);
  expect(provider.received).toEqual([]);
});
