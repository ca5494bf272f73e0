import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { type OpenApp, openApp, sendJson } from "../open-app.fixture.ts";

const ADMIN_KEY = "an-admin-key-of-some-length";
const paths = ["/api/status", "/api/keys", "/api/live", "/api/openapi.json", "/metrics"];
const newKey = () => sendJson("POST", { name: "from a page" });

const withHeaders = (init: RequestInit, headers: Record<string, string>): RequestInit => ({
  ...init,
  headers: { ...Object.fromEntries(new Headers(init.headers)), ...headers },
});

describe("without an admin key", () => {
  let control: OpenApp;
  beforeAll(async () => {
    control = await openApp();
  });
  afterAll(() => control.close());

  test.each(paths)("%s is refused to a name that only resolves to this machine", async (path) => {
    const rebound = { headers: { "x-forwarded-host": "evil.example:4100" } };

    await expectError(await control.ask(path, rebound), 403, "not_allowed");
  });

  test("a request whose host the gateway did not pass on is refused", async () => {
    const unknown = { headers: { "x-forwarded-host": "" } };

    await expectError(await control.ask("/api/status", unknown), 403, "not_allowed");
  });

  test.each(["127.0.0.1:4100", "localhost:4100", "[::1]:4100"])("%s may ask", async (host) => {
    const local = { headers: { "x-forwarded-host": host } };

    expect((await control.ask("/api/status", local)).status).toBe(200);
  });

  test.each(["http://evil.example", "http://localhost:9999", "null", "chrome-extension://abcdef"])(
    "a page of %s changes nothing",
    async (origin) => {
      await expectError(
        await control.ask("/api/keys", withHeaders(newKey(), { origin })),
        403,
        "not_allowed",
      );
      expect(await control.state.listKeys()).toEqual([]);
    },
  );

  test("the console's own page may change things, and so may a program, which has no origin", async () => {
    const own = withHeaders(newKey(), { origin: "http://localhost:4100" });

    expect((await control.ask("/api/keys", own)).status).toBe(200);
    expect((await control.ask("/api/keys", newKey())).status).toBe(200);
  });

  test.each(paths)("%s is not read by a page of another site", async (path) => {
    const crossSite = { headers: { "sec-fetch-site": "cross-site" } };

    await expectError(await control.ask(path, crossSite), 403, "not_allowed");
    expect(control.liveFeed.listeners).toBe(0);
  });

  test.each(["same-origin", "none"])(
    "the console's own page and an address typed in may read: Sec-Fetch-Site is %s",
    async (site) => {
      const own = { headers: { "sec-fetch-site": site } };

      expect((await control.ask("/api/status", own)).status).toBe(200);
    },
  );

  test("a link from another site still opens the console", async () => {
    const link = { headers: { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" } };

    expect((await control.ask("/", link)).headers.get("content-type")).toContain("text/html");
  });

  test("a gateway that other machines reach has no management API", async () => {
    const open = control.another({ config: { listen: { host: "0.0.0.0" } } });

    for (const path of paths) {
      const error = await expectError(await open.ask(path), 403, "not_allowed");
      expect(error.message).toContain("admin_key");
    }
  });
});

describe("with an admin key", () => {
  let control: OpenApp;
  const remote = { "x-forwarded-host": "headgate.example" };
  const admin = { ...remote, authorization: `Bearer ${ADMIN_KEY}` };
  beforeAll(async () => {
    control = await openApp({ config: { listen: { host: "0.0.0.0" }, admin_key: ADMIN_KEY } });
  });
  afterAll(() => control.close());

  test.each(paths)("%s is refused without the key", async (path) => {
    await expectError(await control.ask(path, { headers: remote }), 403, "not_allowed");
    await expectError(
      await control.ask(path, { headers: { ...remote, authorization: `Bearer ${ADMIN_KEY}x` } }),
      403,
      "not_allowed",
    );
  });

  test("the key opens the management API and the metrics from any host", async () => {
    expect((await control.ask("/api/status", { headers: admin })).status).toBe(200);
    expect((await control.ask("/metrics", { headers: admin })).status).toBe(200);
  });

  test("a page of another origin changes nothing even where a browser has the key", async () => {
    const crossSite = withHeaders(newKey(), { ...admin, origin: "http://evil.example" });

    await expectError(await control.ask("/api/keys", crossSite), 403, "not_allowed");
    expect(await control.state.listKeys()).toEqual([]);
  });

  test("a page of another site reads nothing even where a browser has the key", async () => {
    const crossSite = { headers: { ...admin, "sec-fetch-site": "cross-site" } };

    await expectError(await control.ask("/api/status", crossSite), 403, "not_allowed");
  });

  test("the console's page itself is open: it is where the key is asked for", async () => {
    expect((await control.ask("/", { headers: remote })).headers.get("content-type")).toContain(
      "text/html",
    );
  });
});
