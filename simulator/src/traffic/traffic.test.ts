import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { start } from "../simulator.fixture.ts";
import { createTextPool } from "../text/text-pool.ts";
import { countTokens } from "../text/tokenizer.ts";
import { busyness } from "./call-rhythm.ts";
import { createComposer } from "./compose-call.ts";
import { startTraffic } from "./start-traffic.ts";
import { loadTeamTraffic, simulatedTeams } from "./workloads.ts";

const keys = simulatedTeams().map((team) => ({ team, secret: `hg-${team}` }));
const composer = (seed: number) =>
  createComposer({ traffic: loadTeamTraffic(), keys, pool: createTextPool(seed), seed });
const untilTrue = async (condition: () => boolean) => {
  while (!condition()) await new Promise(setImmediate);
};

test("the made-up company has five teams", () => {
  expect(simulatedTeams()).toEqual(["support", "search", "documents", "growth", "platform"]);
});

test("its calls are of all formats, streamed and not, with tools, long shared prompts and a model without a price", () => {
  const compose = composer(1);
  const calls = Array.from({ length: 1500 }, () => compose());
  const bodies = calls.map((call) => call.body);
  const share = (part: string): number =>
    bodies.filter((body) => body.includes(part)).length / bodies.length;

  expect(new Set(calls.map((call) => call.path))).toEqual(
    new Set([
      "/v1/chat/completions",
      "/v1/responses",
      "/v1/messages",
      "/v1/messages/count_tokens",
      "/v1/embeddings",
    ]),
  );
  expect(share('"stream":true')).toBeGreaterThan(0.25);
  expect(share('"stream":true')).toBeLessThan(0.75);
  expect(share('"tools":')).toBeGreaterThan(0.03);
  expect(share('"cache_control":')).toBeGreaterThan(0.1);
  expect(share("gpt-internal-preview")).toBeGreaterThan(0);
  expect(share("gpt-internal-preview")).toBeLessThan(0.03);
  expect(calls.some((call) => call.hangUpAfterChunks !== undefined)).toBe(true);
  expect(calls.some((call) => call.headers["x-simulator-fault"] !== undefined)).toBe(true);
  expect(bodies.filter((body) => countTokens(body) >= 1024).length / bodies.length).toBeGreaterThan(
    0.2,
  );
});

test("each call carries a team's key and says what it is for", () => {
  const compose = composer(2);
  const calls = Array.from({ length: 300 }, () => compose());

  for (const { headers } of calls) {
    expect(headers["x-api-key"] ?? headers.authorization).toMatch(/^(Bearer )?hg-/);
    expect(headers).toHaveProperty("x-headgate-project");
    expect(headers).toHaveProperty("x-headgate-feature");
    expect(headers).toHaveProperty("x-headgate-environment");
  }
  expect(calls.some(({ headers }) => "x-headgate-session" in headers)).toBe(true);
  expect(calls.some(({ headers }) => "x-headgate-customer" in headers)).toBe(true);
});

test("the same seed makes the same calls", () => {
  const [first, second, other] = [composer(7), composer(7), composer(8)];
  const ten = (compose: typeof first) => Array.from({ length: 10 }, () => compose());

  const calls = ten(first);
  expect(ten(second)).toEqual(calls);
  expect(ten(other)).not.toEqual(calls);
});

test("a day is busier in the afternoon than at night, and 1 on the average", () => {
  const at = (hour: number) => busyness(Date.UTC(2026, 10, 23, hour));
  const minutes = Array.from({ length: 24 * 60 }, (_, minute) => busyness(minute * 60_000));

  expect(at(14)).toBeGreaterThan(at(2));
  expect(Math.min(...minutes)).toBeGreaterThan(0);
  expect(minutes.reduce((sum, value) => sum + value, 0) / minutes.length).toBeCloseTo(1, 1);
});

test("the simulator understands every call of its own traffic", async () => {
  const simulator = await start();
  const compose = composer(11);

  for (let index = 0; index < 200; index += 1) {
    const call = compose();
    const {
      "x-simulator-fault": _fault,
      "x-simulator-latency-ms": _latency,
      "x-simulator-token-interval-ms": _interval,
      "x-simulator-fault-times": _times,
      ...headers
    } = call.headers;
    const answer = await fetch(simulator.url + call.path, {
      method: "POST",
      headers,
      body: call.body,
    });
    const text = await answer.text();
    expect(answer.status, text).toBe(200);
  }
});

test("traffic flows until it is stopped, which takes less than a second", async () => {
  const simulator = await start();
  const problems: string[] = [];
  const traffic = startTraffic({
    gatewayUrl: simulator.url,
    keys,
    callsPerSecond: 200,
    onProblem: (message) => problems.push(message),
  });
  await untilTrue(() => (traffic.stats().answers[200] ?? 0) >= 20);

  const beganMs = performance.now();
  await traffic.stop();

  expect(performance.now() - beganMs).toBeLessThan(10_000);
  const { started } = traffic.stats();
  expect(started).toBeGreaterThanOrEqual(20);
  expect(traffic.stats().underWay).toBe(0);
});

test("no more calls are under way than allowed; the others are counted as left out", async () => {
  const simulator = await start();
  const traffic = startTraffic({
    gatewayUrl: simulator.url,
    keys,
    callsPerSecond: 500,
    maxConcurrent: 2,
    onProblem: () => undefined,
  });

  await untilTrue(() => traffic.stats().leftOut > 5);

  expect(traffic.stats().underWay).toBeLessThanOrEqual(2);
  await traffic.stop();
});

test("a gateway that is away is reported once, waited for, and used again when it is back", async () => {
  const closed = createServer();
  closed.listen(0, "127.0.0.1");
  await once(closed, "listening");
  const { port } = closed.address() as AddressInfo;
  closed.close();
  await once(closed, "close");
  const problems: string[] = [];
  const traffic = startTraffic({
    gatewayUrl: `http://127.0.0.1:${port}`,
    keys,
    callsPerSecond: 100,
    onProblem: (message) => problems.push(message),
  });
  await untilTrue(() => traffic.stats().waiting);

  const headers: IncomingHttpHeaders[] = [];
  const gateway = createServer((request, response) => {
    headers.push(request.headers);
    request.resume();
    response.end("{}");
  });
  await once(gateway.listen(port, "127.0.0.1"), "listening");
  await untilTrue(() => headers.length >= 3);

  expect(traffic.stats().waiting).toBe(false);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain("ECONNREFUSED");
  await traffic.stop();
  gateway.close();
  gateway.closeAllConnections();
});
