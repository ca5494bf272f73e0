import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { CLIENT_ADDRESS_HEADER } from "@headgate/contract";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { controlProxy } from "./control-proxy.ts";

const log = pino({ level: "silent" });
const opened: { close(): void | Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  opened.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("control is told the address that was seen, whatever the client says it is", async () => {
  const control = await serve((request, response) => {
    response.end(JSON.stringify(request.headers[CLIENT_ADDRESS_HEADER]));
  });
  const proxy = controlProxy({ url: control, token: "token", ownUrl: () => control, log });
  opened.push(proxy);
  const front = await serve((request, response) => void proxy.forward(request, response));

  const answer = await fetch(`${front}/api/session`, {
    headers: { [CLIENT_ADDRESS_HEADER]: "192.0.2.1" },
  });

  expect(await answer.json()).toBe("127.0.0.1");
});

test("how long a client of the metrics has to wait is control's to say", async () => {
  const control = await serve((_request, response) => {
    response.writeHead(429, { "retry-after": "77" }).end("wait");
  });
  const proxy = controlProxy({ url: control, token: "token", ownUrl: () => control, log });
  opened.push(proxy);

  const client = { authorization: "Bearer wrong", host: "localhost", address: "127.0.0.1" };

  expect(await proxy.metrics(client)).toMatchObject({ status: 429, retryAfter: "77" });
});
