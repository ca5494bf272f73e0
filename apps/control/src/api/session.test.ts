import { CLIENT_ADDRESS_HEADER, sessionSchema } from "@headgate/contract";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { NOW_MS, type OpenApp, openApp, sendJson } from "../open-app.fixture.ts";

const ADMIN_KEY = "an-admin-key-of-some-length";

let control: OpenApp;
let nowMs = NOW_MS;
beforeAll(async () => {
  control = await openApp({ config: { admin_key: ADMIN_KEY }, nowMs: () => nowMs });
});
afterAll(() => control.close());

async function logIn(): Promise<{ cookie: string; attributes: string }> {
  const response = await control.ask("/api/session", sendJson("POST", { admin_key: ADMIN_KEY }));
  expect(sessionSchema.parse(await response.json())).toEqual({
    required: true,
    authenticated: true,
  });
  const attributes = response.headers.get("set-cookie") ?? "";
  return { cookie: attributes.split(";")[0] ?? "", attributes };
}

const statusWith = async (cookie: string): Promise<number> =>
  (await control.ask("/api/status", { headers: { cookie } })).status;

test("a client learns that it must log in before it has shown the key", async () => {
  expect(await control.read("/api/session", sessionSchema)).toEqual({
    required: true,
    authenticated: false,
  });
});

test("the cookie of a session opens the management API and holds no key", async () => {
  const { cookie, attributes } = await logIn();

  expect(await statusWith(cookie)).toBe(200);
  expect(attributes).toContain("HttpOnly");
  expect(attributes).toContain("SameSite=Strict");
  expect(attributes).not.toContain(ADMIN_KEY);
  const shown = await control.ask("/api/session", { headers: { cookie } });
  expect(sessionSchema.parse(await shown.json()).authenticated).toBe(true);
});

test("over TLS the cookie is for TLS only", async () => {
  const init = sendJson("POST", { admin_key: ADMIN_KEY });

  const response = await control.ask("/api/session", {
    ...init,
    headers: { "content-type": "application/json", "x-forwarded-proto": "https" },
  });

  expect(response.headers.get("set-cookie")).toContain("Secure");
});

test("a wrong key opens no session", async () => {
  const response = await control.ask("/api/session", sendJson("POST", { admin_key: "wrong" }));

  expect(response.headers.get("set-cookie")).toBeNull();
  await expectError(response, 403, "not_allowed");
});

test("whoever sends ten wrong keys waits, and nobody else with it", async () => {
  const strict = control.another({ config: { admin_key: ADMIN_KEY }, nowMs: () => nowMs });
  onTestFinished(() => {
    nowMs = NOW_MS;
  });
  const tryFrom = (address: string, key: string) => {
    const { headers, ...init } = sendJson("POST", { admin_key: key });
    const from = { ...(headers as Record<string, string>), [CLIENT_ADDRESS_HEADER]: address };
    return strict.ask("/api/session", { ...init, headers: from });
  };
  for (let time = 0; time < 10; time += 1) {
    expect((await tryFrom("192.0.2.1", `wrong ${time}`)).status).toBe(403);
  }

  const refused = await tryFrom("192.0.2.1", ADMIN_KEY);

  expect(refused.headers.get("retry-after")).toBe("600");
  await expectError(refused, 429, "too_many_requests");
  expect((await tryFrom("192.0.2.2", ADMIN_KEY)).status).toBe(200);
  nowMs += 600_000;
  expect((await tryFrom("192.0.2.1", ADMIN_KEY)).status).toBe(200);
});

test("wrong keys of a program are counted too, and lock out neither sessions nor sign-in", async () => {
  const strict = control.another({ config: { admin_key: ADMIN_KEY }, nowMs: () => nowMs });
  const signIn = () => strict.ask("/api/session", sendJson("POST", { admin_key: ADMIN_KEY }));
  const cookie = (await signIn()).headers.get("set-cookie")?.split(";")[0] ?? "";
  const withKey = (key: string) =>
    strict.ask("/api/status", { headers: { authorization: `Bearer ${key}` } });
  for (let time = 0; time < 10; time += 1) expect((await withKey("wrong")).status).toBe(403);

  await expectError(await withKey(ADMIN_KEY), 429, "too_many_requests");

  expect((await strict.ask("/api/status", { headers: { cookie } })).status).toBe(200);
  expect((await signIn()).status).toBe(200);
});

test("a cookie that was changed anywhere is worth nothing", async () => {
  const { cookie } = await logIn();

  for (let index = "headgate_session=".length; index < cookie.length; index += 1) {
    const other = cookie[index] === "0" ? "1" : "0";
    const forged = cookie.slice(0, index) + other + cookie.slice(index + 1);
    expect({ index, status: await statusWith(forged) }).toEqual({ index, status: 403 });
  }
  expect(await statusWith(`${cookie}.extra`)).toBe(403);
});

test("logging out ends the session for every copy of its cookie", async () => {
  const { cookie } = await logIn();

  const response = await control.ask("/api/session", { method: "DELETE", headers: { cookie } });

  expect(sessionSchema.parse(await response.json())).toEqual({
    required: true,
    authenticated: false,
  });
  expect(response.headers.get("set-cookie")).toContain("Max-Age=0");
  expect(await statusWith(cookie)).toBe(403);
});

test("a session ends by itself after twelve hours", async () => {
  onTestFinished(() => {
    nowMs = NOW_MS;
  });
  const { cookie } = await logIn();

  nowMs += 12 * 3_600_000 - 1;
  expect(await statusWith(cookie)).toBe(200);
  nowMs += 1;
  expect(await statusWith(cookie)).toBe(403);
});

test("another control process with the same admin key takes the cookie, as nodes behind a balancer do", async () => {
  const other = control.another({ config: { admin_key: ADMIN_KEY }, nowMs: () => nowMs });
  const { cookie } = await logIn();

  expect((await other.ask("/api/status", { headers: { cookie } })).status).toBe(200);
  const shown = await other.ask("/api/session", { headers: { cookie } });
  expect(sessionSchema.parse(await shown.json()).authenticated).toBe(true);
  const foreign = { headers: { cookie, origin: "http://evil.example" }, method: "DELETE" };
  expect((await other.ask("/api/session", foreign)).status).toBe(403);
});

test("a changed admin key ends the sessions of the one before", async () => {
  const changed = control.another({ config: { admin_key: `${ADMIN_KEY}2` }, nowMs: () => nowMs });
  const { cookie } = await logIn();

  await expectError(await changed.ask("/api/status", { headers: { cookie } }), 403, "not_allowed");
});

test("where there is no admin key, everybody who may ask is authenticated", async () => {
  const open = control.another({});

  expect(await open.read("/api/session", sessionSchema)).toEqual({
    required: false,
    authenticated: true,
  });
});
