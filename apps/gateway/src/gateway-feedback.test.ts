import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FEEDBACK_PATH } from "@headgate/contract";
import { dataDirectory } from "@headgate/ledger";
import { pino } from "pino";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { KeptCalls } from "./route/kept-calls.ts";
import type { RecentCall } from "./route/recent-calls.ts";
import { ask, CHEAP, closeRouted, DEAR, openRouted } from "./routed-gateway.fixture.ts";

afterEach(closeRouted);

const route = { mode: "on", pool: [CHEAP] };
const give = async (url: string, secret: string, body: object): Promise<string> => {
  const headers = { authorization: `Bearer ${secret}` };
  const asked = { method: "POST", headers, body: JSON.stringify(body) };
  const answer = await fetch(`${url}${FEEDBACK_PATH}`, asked);
  return ((await answer.json()) as { outcome: string }).outcome;
};
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "headgate-kept-calls-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

test("feedback about a call made before a restart is learned, of its own key alone and once", async () => {
  const before = await openRouted(route);
  const { callId = "" } = await ask(before, "Which queue?");
  const stranger = await before.addKey({});
  await before.gateway.close();

  const { url, gateway } = await openRouted(route, before.data);
  expect(await give(url, stranger, { call_id: callId, rating: "up" })).toBe("unknown_call");
  expect(await give(url, before.secret, { call_id: callId, rating: "up" })).toBe("learned");
  expect(await give(url, before.secret, { call_id: callId, rating: "up" })).toBe("given_before");

  const [pool = ""] = gateway.routing.study.snapshots.keys();
  await gateway.routing.study.fit(pool);
  expect(gateway.routing.study.snapshotOf(pool)?.models).toEqual([DEAR, CHEAP]);
  const kept = await gateway.routing.recall(callId);
  expect(kept).toMatchObject({ models: [DEAR, CHEAP], served: 0, policy: "routed" });
  expect(kept?.people).toEqual({ model: DEAR, worth: 1 });
});

test("a process that is killed has kept the calls of up to a second before, with no text of theirs", async () => {
  const before = await openRouted(route);
  const { callId = "" } = await ask(before, "A question that nobody else reads?");
  const path = join(dataDirectory(before.data).routing, "recent-calls.lines");
  await expect
    .poll(() => readIfThere(path), { timeout: 20_000, interval: 50 })
    .toContain(`\n${callId} `);
  expect(readFileSync(path, "utf8")).not.toContain("nobody");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  // As a killed process leaves it: the other one goes on, and half a line was written.
  const data = newFolder();
  cpSync(before.data, data, { recursive: true });
  appendFileSync(join(dataDirectory(data).routing, "recent-calls.lines"), "call_half {");

  const { url } = await openRouted(route, data);

  expect(await give(url, before.secret, { call_id: callId, quality: 0.5 })).toBe("learned");
  expect(await give(url, before.secret, { call_id: "call_half", quality: 0.5 })).toBe(
    "unknown_call",
  );
});

const recent: RecentCall = {
  ...{ pool: '["p","a/b"]', policy: "p", models: ["a/b", "a/c"], task: undefined, promise: 0.95 },
  prompt: {
    lexical: Float64Array.of(0.5),
    ngrams: { places: Uint16Array.of(3), values: Float32Array.of(1) },
    fingerprint: undefined,
  },
  costs: Float64Array.of(1, Number.POSITIVE_INFINITY),
  ...{ expected: undefined, keyId: "key", served: 1, people: undefined },
  looked: { model: "a/c", findings: { hard: { empty: 1 }, soft: {}, characters: 0 } },
  judged: new Map([["a/c", { by: { kind: "form" }, worth: 0 }]]),
};

test("a kept call is what it was, as it stood last; one that is damaged is told and not known", async () => {
  const folder = newFolder();
  const warnings: object[] = [];
  const log = { warn: (told: object) => void warnings.push(told) } as never;
  const kept = () => new KeptCalls({ folder, log, nowMs: Date.now });
  const first = kept();
  first.note("call_1", recent);
  await first.close();
  const second = kept();
  second.note("call_1", { ...recent, served: 0 });
  await second.close();
  appendFileSync(join(folder, "recent-calls.lines"), 'call_2 {"pool": 7}\n');

  const third = kept();
  expect(await third.find("call_1")).toEqual({ ...recent, served: 0 });
  expect(await third.find("call_2")).toBeUndefined();
  expect(warnings).toHaveLength(1);
  expect(await third.find("call_3")).toBeUndefined();
  await third.close();
});

test("of more calls than are written at once the newest are kept, and the others counted", async () => {
  const folder = newFolder();
  const log = pino({ level: "silent" });
  const kept = new KeptCalls({ folder, log, nowMs: Date.now });
  for (let index = 0; index < 510; index += 1) kept.note(`call_${index}`, recent);
  await kept.close();

  expect(kept.notKept).toBe(10);
  const after = new KeptCalls({ folder, log, nowMs: Date.now });
  expect(await after.find("call_9")).toBeUndefined();
  expect(await after.find("call_10")).toEqual(recent);
  await after.close();
});

const readIfThere = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};
