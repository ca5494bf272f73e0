import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { completion, request } from "./gateway-case.fixture.ts";
import { json, openGateway, scriptedProvider } from "./open-gateway.fixture.ts";

const GRACE_MS = 10_000;
const LOOK_EVERY_MS = 100;

test("two gateways behind a balancer are replaced one after the other, and no call fails", async () => {
  const provider = await scriptedProvider(json(200, completion));
  const nodes: Awaited<ReturnType<typeof start>>[] = [];
  const start = async () => {
    const gateway = await openGateway({
      limits: { drain_grace_ms: GRACE_MS },
      providers: { openai: { kind: "openai", api_key: "sk-provider", base_url: provider.url } },
    });
    return { ...gateway, isReady: true };
  };
  nodes.push(await start(), await start());
  const balancer = await balance(nodes);
  const answers: (number | string)[] = [];
  let isRolling = true;
  const clients = Array.from({ length: 4 }, async () => {
    while (isRolling) {
      const answer = await fetch(`${balancer.url}/v1/chat/completions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(request),
      }).then(
        async (response) => {
          await response.arrayBuffer();
          return response.status;
        },
        (error: unknown) => String(error),
      );
      answers.push(answer);
    }
  });

  for (const old of [...nodes]) {
    const before = answers.length;
    await vi.waitFor(() => expect(answers.length).toBeGreaterThan(before + 5), { timeout: 60_000 });
    await old.close();
    nodes.splice(nodes.indexOf(old), 1);
    nodes.push(await start());
  }
  isRolling = false;
  await Promise.all(clients);
  await balancer.close();
  await Promise.all(nodes.map((node) => node.close()));
  await provider.close();

  expect([...new Set(answers)]).toEqual([200]);
});

test("a gateway that is stopped says so first, and still answers for the time of its grace", async () => {
  const provider = await scriptedProvider(json(200, completion));
  const gateway = await openGateway({
    limits: { drain_grace_ms: 60_000 },
    providers: { openai: { kind: "openai", api_key: "sk-provider", base_url: provider.url } },
  });
  onTestFinished(() => provider.close());
  expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);

  void gateway.gateway.close();

  const ready = await fetch(`${gateway.url}/readyz`);
  expect([ready.status, ready.headers.get("connection")]).toEqual([503, "close"]);
  const answer = await gateway.post("/v1/chat/completions", request);
  expect([answer.status, answer.headers.get("connection")]).toEqual([200, "close"]);
});

type Node = { url: string; secret: string; isReady: boolean };

/** As small as a balancer can be: asks who is ready from time to time, and passes on to one of these in turn. */
async function balance(nodes: readonly Node[]) {
  let turn = 0;
  const timer = setInterval(() => {
    for (const node of nodes) {
      fetch(`${node.url}/readyz`).then(
        (response) => {
          node.isReady = response.status === 200;
        },
        () => {
          node.isReady = false;
        },
      );
    }
  }, LOOK_EVERY_MS);
  const server = createServer((incoming, outgoing) => {
    const ready = nodes.filter(({ isReady }) => isReady);
    turn += 1;
    const node = ready[turn % ready.length];
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      fetch(`${node?.url}${incoming.url}`, {
        method: "POST",
        headers: { authorization: `Bearer ${node?.secret}`, "content-type": "application/json" },
        body: Buffer.concat(chunks),
      }).then(
        async (response) => {
          outgoing.writeHead(response.status);
          outgoing.end(Buffer.from(await response.arrayBuffer()));
        },
        (error: unknown) => {
          outgoing.writeHead(502);
          outgoing.end(String(error));
        },
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      clearInterval(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
