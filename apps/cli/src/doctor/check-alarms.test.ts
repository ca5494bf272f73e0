import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type AlarmDelivery, configSchema } from "@headgate/contract";
import { expect, onTestFinished, test } from "vitest";
import { alarms } from "../management/alarm-answers.fixture.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { checkAlarms } from "./check-alarms.ts";

const config = configSchema.parse({
  notifiers: {
    hook: { kind: "webhook", url: "https://example.com/hook" },
    chat: { kind: "webhook", url: "https://example.com/chat" },
  },
});

const delivery = (changes: Partial<AlarmDelivery>): AlarmDelivery => ({
  id: "m/hook",
  alarm: "cache",
  notifier: "hook",
  kind: "fired",
  state: "delivered",
  created_at: "2026-11-28T11:00:00.000Z",
  attempts: 1,
  next_attempt_at: null,
  delivered_at: "2026-11-28T11:00:00.000Z",
  last_error: null,
  ...changes,
});

/** What doctor says of an alarm that tells hook and chat, with these messages, newest first. */
const checked = async (deliveries: readonly AlarmDelivery[]) => {
  const answer = {
    alarms: alarms.slice(0, 1).map((alarm) => ({ ...alarm, deliveries })),
    notifiers: [],
  };
  const server = createServer((_, response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return checkAlarms(config, connectManagement(`http://127.0.0.1:${port}`, {}));
};

test("a notifier that takes nothing is a finding, beside one that takes all", async () => {
  const refused = delivery({ state: "given_up", delivered_at: null, last_error: "status 404" });

  expect(await checked([delivery({ id: "m/chat", notifier: "chat" }), refused])).toMatchObject([
    { state: "finding", message: "cache did not reach hook: status 404" },
  ]);
});

test("notifiers that take messages again are ok", async () => {
  const refused = delivery({ state: "given_up", delivered_at: null, last_error: "status 404" });

  expect(await checked([delivery({ id: "n/hook" }), refused])).toMatchObject([{ state: "ok" }]);
});
