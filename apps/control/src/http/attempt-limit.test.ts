import { expect, test } from "vitest";
import { createAttemptLimit, MOST_FAILURES, WINDOW_MS } from "./attempt-limit.ts";

function limitAt(start: number, mostClients?: number) {
  const clock = { nowMs: start };
  return { clock, limit: createAttemptLimit(() => clock.nowMs, mostClients) };
}

const fail = (
  limit: ReturnType<typeof createAttemptLimit>,
  client: string,
  times: number,
): void => {
  for (let time = 0; time < times; time += 1) limit.failed(client);
};

test("a client waits after its last wrong attempt until the window of the first is over", () => {
  const { clock, limit } = limitAt(1_000);
  fail(limit, "a", MOST_FAILURES - 1);
  expect(limit.waitMs("a")).toBeUndefined();

  clock.nowMs += 60_000;
  fail(limit, "a", 1);

  expect(limit.waitMs("a")).toBe(WINDOW_MS - 60_000);
  expect(limit.waitMs("b")).toBeUndefined();
  clock.nowMs = 1_000 + WINDOW_MS;
  expect(limit.waitMs("a")).toBeUndefined();
});

test("the right key clears what came before", () => {
  const { limit } = limitAt(0);
  fail(limit, "a", MOST_FAILURES - 1);
  limit.succeeded("a");
  fail(limit, "a", MOST_FAILURES - 1);

  expect(limit.waitMs("a")).toBeUndefined();
});

test("no more clients are remembered than fit, the oldest goes first", () => {
  const { limit } = limitAt(0, 2);
  fail(limit, "a", MOST_FAILURES);
  fail(limit, "b", MOST_FAILURES);
  fail(limit, "c", MOST_FAILURES);

  expect(["a", "b", "c"].map((client) => limit.waitMs(client))).toEqual([
    undefined,
    WINDOW_MS,
    WINDOW_MS,
  ]);
});
