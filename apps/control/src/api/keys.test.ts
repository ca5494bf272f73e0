import { createHash } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import {
  createKeyResponse,
  type KeySnapshot,
  keyListResponse,
  keySnapshotSchema,
} from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { NOW_MS, type OpenApp, openApp, sendJson } from "../open-app.fixture.ts";

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
});
afterAll(() => control.close());

const published = async (): Promise<KeySnapshot> =>
  keySnapshotSchema.parse(JSON.parse(await readFile(control.keysFile, "utf8")));

async function makeKey(body: unknown = { name: "support bot" }) {
  const response = await control.ask("/api/keys", sendJson("POST", body));
  return createKeyResponse.strict().parse(await response.json());
}

test("a key is known to the gateways when its secret is shown, by its hash alone", async () => {
  const { key, secret } = await makeKey({
    name: "support bot",
    attribution: { team: "support" },
    tags: { tier: "gold" },
  });

  expect(key).toMatchObject({
    name: "support bot",
    attribution: { team: "support" },
    tags: { tier: "gold" },
    created_at_ms: NOW_MS,
  });
  expect(JSON.stringify(key)).not.toContain(secret);
  const found = (await published()).keys.find(({ id }) => id === key.id);
  expect(found?.hash).toBe(createHash("sha256").update(secret).digest("hex"));
  expect(JSON.stringify(found)).not.toContain(secret);
});

test("lists show keys without their hashes", async () => {
  const { key } = await makeKey();

  const response = await control.ask("/api/keys");

  const list: unknown = await response.json();
  expect(keyListResponse.parse(list).keys).toContainEqual(key);
  expect(JSON.stringify(list)).not.toContain("hash");
});

test("a revoked key is gone for the gateways at once and stays in the list", async () => {
  const { key } = await makeKey();

  const response = await control.ask(`/api/keys/${key.id}`, { method: "DELETE" });

  expect(response.status).toBe(200);
  expect((await published()).keys.map(({ id }) => id)).not.toContain(key.id);
  const { keys } = await control.read("/api/keys", keyListResponse);
  expect(keys).toContainEqual({ ...key, revoked_at_ms: NOW_MS });
});

test("revoking twice changes nothing", async () => {
  const { key } = await makeKey();

  const first = await control.ask(`/api/keys/${key.id}`, { method: "DELETE" });
  const second = await control.ask(`/api/keys/${key.id}`, { method: "DELETE" });

  expect(await second.json()).toEqual(await first.json());
});

test("a key that does not exist is not found", async () => {
  await expectError(await control.ask("/api/keys/nobody", { method: "DELETE" }), 404, "not_found");
});

test("a key that the gateways cannot be told of is not left alive", async () => {
  await rm(control.keysFile, { force: true });
  await mkdir(control.keysFile);

  const response = await control.ask("/api/keys", sendJson("POST", { name: "unheard" }));

  await expectError(response, 500, "state_unusable");
  const keys = await control.state.listKeys();
  expect(keys.find(({ name }) => name === "unheard")).toMatchObject({ revoked_at_ms: NOW_MS });
  await rm(control.keysFile, { recursive: true });
});

test.each([
  [{}, "name"],
  [{ name: "  " }, "name"],
  [{ name: "a", attribution: { teem: "x" } }, "attribution.teem"],
  [{ name: "a", tags: { "no spaces": "x" } }, "tags.no spaces"],
  [{ name: "a", admin: true }, "admin"],
])("%j is refused, naming %s", async (body, place) => {
  const before = await control.state.listKeys();

  const response = await control.ask("/api/keys", sendJson("POST", body));

  const error = await expectError(response, 400, "request_invalid");
  expect(error.message).toContain(place);
  expect(await control.state.listKeys()).toEqual(before);
});

test("a body that is not JSON is refused as such", async () => {
  const json = { "content-type": "application/json" };

  await expectError(
    await control.ask("/api/keys", { method: "POST", headers: json, body: '{"name":' }),
    400,
    "body_malformed",
  );
  await expectError(
    await control.ask("/api/keys", { method: "POST", body: '{"name":"form"}' }),
    400,
    "request_invalid",
  );
});

test("a body larger than any honest one is refused", async () => {
  const body = { name: "x".repeat(5 * 1024 * 1024) };

  await expectError(await control.ask("/api/keys", sendJson("POST", body)), 413, "body_too_large");
});
