import { createServer } from "node:http";
import type { Webhook, WebhookTry } from "@headgate/batch";
import { configSchema } from "@headgate/contract";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { createWebhookTeller } from "./webhook-teller.ts";

const NOW = Date.parse("2026-11-29T00:00:00Z");
const log = pino({ level: "silent" });

/** A receiver that answers as the test says, and a teller of one webhook that it knows. */
async function openTeller(
  answer: Readonly<{ status: number; headers?: Record<string, string> }>,
  about: Readonly<{ tries?: number; hosts?: readonly string[] }> = {},
) {
  const heard: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    heard.push(request.headers);
    request.resume();
    response.writeHead(answer.status, answer.headers).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const webhook: Webhook = {
    ...{ about: "request", id: "dfr_1", keyId: "key-1", url: `http://127.0.0.1:${address.port}/` },
    ...{ status: "completed", endedAtMs: NOW, state: "waiting", tries: about.tries ?? 0 },
  };
  const came: WebhookTry[] = [];
  const config = configSchema.parse({ batch: { webhook_hosts: about.hosts ?? ["127.0.0.1"] } });
  const teller = createWebhookTeller({
    store: {
      dueWebhooks: async () => (came.length === 0 ? [webhook] : []),
      webhookTried: async (_id, result) => void came.push(result),
    },
    ...{ config: () => config, nowMs: () => NOW, random: () => 0, log },
  });
  await teller.tick();
  await teller.close();
  return { heard, came };
}

test("what is taken is delivered; without a secret it is not signed", async () => {
  const { heard, came } = await openTeller({ status: 202 });
  expect(came).toEqual([{ kind: "delivered", atMs: NOW }]);
  expect(heard[0]).toMatchObject({
    ...{ "webhook-id": "msg_dfr_1", "webhook-timestamp": String(NOW / 1_000) },
  });
  expect(heard[0]).not.toHaveProperty("webhook-signature");
});

test.each([
  ["the first failure", 0, 5_000],
  ["the sixth", 5, 36_000_000],
  ["the last", 9, undefined],
])("after %s it is told again later, or not any more", async (_which, tries, pauseMs) => {
  const { came } = await openTeller({ status: 500 }, { tries });
  expect(came).toEqual([
    {
      ...{ kind: "failed", problem: "it answered with HTTP 500" },
      ...(pauseMs !== undefined && { nextAtMs: NOW + pauseMs }),
    },
  ]);
});

test("a receiver's Retry-After is kept, up to a day; one that is gone is not told again", async () => {
  const later = await openTeller({ status: 429, headers: { "retry-after": "60" } });
  expect(later.came).toMatchObject([{ nextAtMs: NOW + 60_000 }]);
  const never = await openTeller({ status: 429, headers: { "retry-after": "9999999" } });
  expect(never.came).toMatchObject([{ nextAtMs: NOW + 86_400_000 }]);
  const gone = await openTeller({ status: 410 });
  expect(gone.came).toEqual([{ kind: "failed", problem: "it answered with HTTP 410" }]);
});

test("a redirect is not followed, and a host that is not named any more hears nothing", async () => {
  const moved = await openTeller({ status: 307, headers: { location: "http://127.0.0.1:1/" } });
  expect(moved.came).toMatchObject([{ problem: "it answered with HTTP 307" }]);
  const shut = await openTeller({ status: 200 }, { hosts: [] });
  expect(shut.heard).toEqual([]);
  expect(shut.came).toMatchObject([{ kind: "failed" }]);
});
