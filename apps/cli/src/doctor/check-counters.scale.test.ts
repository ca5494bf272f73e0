import { connectValkey } from "@headgate/budgets";
import { configSchema } from "@headgate/contract";
import { expect, onTestFinished, test } from "vitest";
import { checkCounters } from "./check-counters.ts";

const configOf = (url: string) =>
  configSchema.parse({ stores: { counters: { kind: "valkey", url, connect_timeout_ms: 500 } } });
const url = process.env.HEADGATE_TEST_VALKEY;

test("counters of this machine's own are no server to be looked at", async () => {
  expect(await checkCounters(configSchema.parse({}))).toEqual([]);
});

test("a server that nobody answers at is found by its address, without its password", async () => {
  const [check] = await checkCounters(configOf("redis://user:secret@127.0.0.1:1"));

  expect(check).toMatchObject({
    state: "finding",
    message: expect.stringContaining("127.0.0.1:1"),
  });
  expect(JSON.stringify(check)).not.toContain("secret");
});

test.skipIf(url === undefined)("a server that can be asked is told with its version", async () => {
  const [check] = await checkCounters(configOf(url ?? ""));

  expect(check).toMatchObject({ name: "shared counters" });
  expect(check?.message).toMatch(/version \d+\.\d+/);
});

test.skipIf(url === undefined)(
  "a user that may not ask the server is found by what it says",
  async () => {
    const { stores } = configOf(url ?? "");
    if (stores.counters.kind !== "valkey") throw new Error("the counters are not on a server");
    const user = `small-${process.pid}`;
    const owner = connectValkey(stores.counters);
    await new Promise((resolve) => owner.once("ready", resolve));
    onTestFinished(async () => {
      await owner.call("ACL", "DELUSER", user);
      owner.disconnect();
    });
    await owner.call("ACL", "SETUSER", user, "on", ">secret", "~*", "+ping", "+client");
    const address = new URL(url ?? "");
    address.username = user;
    address.password = "secret";

    const [check] = await checkCounters(configOf(address.href));

    expect(check).toMatchObject({
      state: "finding",
      message: expect.stringMatching(/127\.0\.0\.1:\d+: NOPERM .*; give its user the rights/),
    });
    expect(JSON.stringify(check)).not.toContain("secret");
  },
);
