import { pino } from "pino";
import { expect, test } from "vitest";
import { type FetchedCredential, renewedCredential } from "./renewed-credential.ts";

const MINUTE_MS = 60_000;
const token = (name: string) => ({ kind: "bearer", token: name }) as const;

type Fetch = Readonly<{
  give: (fetched: FetchedCredential) => void;
  fail: (error: Error) => void;
}>;

/** A source whose answers the test gives one by one, and a clock. */
function source() {
  const logged: string[] = [];
  const fetches: Fetch[] = [];
  let nowMs = 0;
  const get = renewedCredential(
    "aws",
    () => new Promise((give, fail) => fetches.push({ give, fail })),
    pino({}, { write: (line: string) => logged.push(line) }),
    () => nowMs,
  );
  return {
    get,
    logged,
    fetches,
    pass: (ms: number): void => {
      nowMs += ms;
    },
  };
}

test("it is fetched once for all calls that wait, then at hand without waiting", async () => {
  const { get, fetches } = source();

  const waiting = [get(), get()].map((one) => Promise.resolve(one));
  fetches[0]?.give({ credential: token("a") });

  expect(await Promise.all(waiting)).toEqual([token("a"), token("a")]);
  expect(get()).toEqual(token("a"));
  expect(fetches).toHaveLength(1);
});

test("it is renewed before it ends, while calls go on with the old one", async () => {
  const { get, fetches, pass } = source();
  const first = get();
  fetches[0]?.give({ credential: token("a"), expiresAtMs: 60 * MINUTE_MS });
  await first;

  pass(50 * MINUTE_MS);
  expect(get()).toEqual(token("a"));
  expect(fetches).toHaveLength(1);
  pass(6 * MINUTE_MS);
  expect(get()).toEqual(token("a"));
  expect(get()).toEqual(token("a"));
  fetches[1]?.give({ credential: token("b"), expiresAtMs: 120 * MINUTE_MS });

  await expect.poll(get).toEqual(token("b"));
  expect(fetches).toHaveLength(2);
});

test("one that is about to end is not used: the call waits for the next", async () => {
  const { get, fetches, pass } = source();
  const first = get();
  fetches[0]?.give({ credential: token("a"), expiresAtMs: 60 * MINUTE_MS });
  await first;

  pass(60 * MINUTE_MS - 1_000);
  const next = get();
  fetches[1]?.give({ credential: token("b") });

  expect(await next).toEqual(token("b"));
});

test("a source that fails is told in the log, not to the call, and left alone for a second", async () => {
  const { get, fetches, logged, pass } = source();

  const first = get();
  fetches[0]?.fail(new Error("/home/operator/.aws/credentials is locked"));

  const refusal = { code: "provider_credential_unavailable" };
  await expect(first).rejects.toMatchObject(refusal);
  await expect(first).rejects.not.toThrow(/locked/);
  await expect(get()).rejects.toMatchObject(refusal);
  expect(fetches).toHaveLength(1);
  expect(logged.join("")).toContain("is locked");
  pass(1_000);
  const again = get();
  fetches[1]?.give({ credential: token("b") });
  expect(await again).toEqual(token("b"));
});

test("a renewal that fails leaves the old one in use for as long as it holds", async () => {
  const { get, fetches, pass } = source();
  const first = get();
  fetches[0]?.give({ credential: token("a"), expiresAtMs: 60 * MINUTE_MS });
  await first;

  pass(56 * MINUTE_MS);
  expect(get()).toEqual(token("a"));
  fetches[1]?.fail(new Error("away"));
  await new Promise((resolve) => setImmediate(resolve));

  expect(get()).toEqual(token("a"));
});
