import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startClickHouse, type TestServer } from "../servers/index.ts";
import { type Stack, startStack } from "../stack/start-stack.ts";

const PATIENCE = { timeout: 120_000, interval: 200 };

let server: TestServer | undefined;
let stack: Stack;
let why = "";

beforeAll(async () => {
  const started = await startClickHouse();
  if ("reason" in started) {
    why = started.reason;
    return;
  }
  [server] = started;
  stack = await startStack({
    config: { stores: { ledger: { kind: "clickhouse", url: server?.url ?? "" } } },
  });
}, 400_000);
afterAll(async () => {
  if (server === undefined) return;
  process.kill(server.pid, "SIGCONT");
  await stack.stop();
  await server.close();
}, 400_000);

test("ClickHouse that hangs is told of within seconds and since when, calls go on, and their rows come once it answers", async ({
  skip,
}) => {
  if (server === undefined) return skip(why);
  expect((await stack.status()).engines).toMatchObject([
    { part: "ledger", not_answering_since: null, problem: null },
  ]);
  const before = Date.now();

  process.kill(server.pid, "SIGSTOP");
  // The first looks may have been asked before it was stopped.
  await vi.waitFor(async () => expect((await stack.status()).ledger.rows).toBeNull(), PATIENCE);
  const asked = performance.now();
  const away = await stack.status();
  const tookMs = performance.now() - asked;
  const answer = await fetch(`${stack.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${stack.secret}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "gpt-4o-mini", messages: [{ role: "user", content: "hi" }] }),
  });
  await answer.text();
  process.kill(server.pid, "SIGCONT");

  // The questions themselves may take a minute; who asks how all stands waits for none of them.
  expect(tookMs).toBeLessThan(10_000);
  const [engine] = away.engines ?? [];
  expect(engine).toMatchObject({ part: "ledger", engine: "ClickHouse" });
  const sinceMs = Date.parse(engine?.not_answering_since ?? "");
  expect(sinceMs).toBeGreaterThanOrEqual(before - 10_000);
  expect(answer.status).toBe(200);
  await vi.waitFor(async () => {
    const { engines, ledger } = await stack.status();
    expect(engines).toMatchObject([{ not_answering_since: null }]);
    expect(ledger.rows).toBe(1);
  }, PATIENCE);
}, 400_000);
