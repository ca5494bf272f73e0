import { INTERNAL_TOKEN_HEADER } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "./api-error.fixture.ts";
import { type OpenApp, openApp } from "./open-app.fixture.ts";

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
});
afterAll(() => control.close());

test.each(["/", "/healthz", "/readyz", "/metrics", "/api/status", "/api/nowhere"])(
  "%s answers nobody without the token of the run",
  async (path) => {
    const wrong = { headers: { [INTERNAL_TOKEN_HEADER]: "another-token" } };

    await expectError(await control.app.request(path), 403, "not_allowed");
    await expectError(await control.app.request(path, wrong), 403, "not_allowed");
  },
);

test("a running process is healthy, and ready until it begins to stop", async () => {
  let ready = true;
  const stopping = control.another({ isReady: () => ready });

  expect((await stopping.ask("/readyz")).status).toBe(200);
  ready = false;
  await expectError(await stopping.ask("/readyz"), 503, "draining");
  expect((await stopping.ask("/healthz")).status).toBe(200);
});

test.each(["/", "/api/status", "/api/nowhere", "/metrics", "/healthz"])(
  "the answer of %s forbids framing, foreign scripts, guessing of types and referrers",
  async (path) => {
    const { headers } = await control.ask(path);

    const policy = headers.get("content-security-policy");
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("script-src");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  },
);

test("what the management API says is never cached", async () => {
  expect((await control.ask("/api/status")).headers.get("cache-control")).toBe("no-store");
});

test("a path that the management API does not have is not found", async () => {
  const error = await expectError(await control.ask("/api/nowhere"), 404, "not_found");

  expect(error.message).toContain("/api/nowhere");
});

test.each([
  ["POST", "/api/status", "GET"],
  ["PUT", "/api/keys", "GET, POST"],
  ["DELETE", "/api/calls/known", "POST"],
])("%s %s is told that the path takes %s", async (method, path, allowed) => {
  const error = await expectError(await control.ask(path, { method }), 405, "method_not_allowed");

  expect(error.message).toContain(allowed);
});

test("a failure inside says nothing of itself but a reference, under which the log has the reason", async () => {
  const broken = await openApp();
  await broken.ledger.close();

  const error = await expectError(await broken.ask("/api/calls/any"), 500, "internal");

  const reference = /reference ([0-9a-f-]{36})/.exec(error.message)?.[1];
  expect(reference).toBeDefined();
  const logged = broken.logged.find((line) => line.includes(String(reference)));
  expect(JSON.parse(String(logged)).err.stack).toContain("Error");
  await broken.close();
});
