import { type ClientHttp2Session, type ClientHttp2Stream, connect } from "node:http2";
import { connect as connectTcp } from "node:net";
import { expect, test } from "vitest";
import { completion, open, opened, request } from "./gateway-case.fixture.ts";
import { events, json } from "./open-gateway.fixture.ts";

function session(url: string): ClientHttp2Session {
  const client = connect(url);
  opened.push({
    close: () => {
      client.destroy();
      return Promise.resolve();
    },
  });
  return client;
}

function post(
  client: ClientHttp2Session,
  secret: string,
  body: unknown,
): { stream: ClientHttp2Stream; head: Promise<Record<string, unknown>> } {
  const stream = client.request({
    ":method": "POST",
    ":path": "/v1/chat/completions",
    authorization: `Bearer ${secret}`,
    "content-type": "application/json",
  });
  stream.end(JSON.stringify(body));
  return { stream, head: new Promise((resolve) => stream.once("response", resolve)) };
}

async function textOf(stream: ClientHttp2Stream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const chunk = (content: string): string =>
  `data: {"id":"c","object":"chat.completion.chunk","model":"gpt-5-mini","choices":[{"index":0,"delta":{"content":"${content}"},"finish_reason":null}]}\n\n`;
const done = "data: [DONE]\n\n";

test("a client that speaks HTTP/2 from its first byte is served on the same port, call beside call", async () => {
  const { gateway, provider } = await open([json(200, completion)]);
  const client = session(gateway.url);

  const [one, two] = [post(client, gateway.secret, request), post(client, gateway.secret, request)];

  expect(await one.head).toMatchObject({ ":status": 200, "x-headgate-provider": "openai" });
  expect(JSON.parse(await textOf(one.stream))).toEqual(completion);
  expect(JSON.parse(await textOf(two.stream))).toEqual(completion);
  expect(provider.received.map(({ body }) => JSON.parse(body.toString()) as unknown)).toEqual([
    request,
    request,
  ]);
  expect(gateway.rows()).toHaveLength(2);
});

test("errors keep their status and headers over HTTP/2", async () => {
  const { gateway } = await open([json(200, completion)]);

  const call = post(session(gateway.url), "hg_unknown", request);

  expect(await call.head).toMatchObject({ ":status": 401, "x-headgate-error": "key_unknown" });
});

test("a client that closes its HTTP/2 stream has hung up, and the provider is stopped", async () => {
  const { gateway, provider } = await open([
    (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chunk("one two three"));
    },
  ]);
  const call = post(session(gateway.url), gateway.secret, { ...request, stream: true });

  await new Promise((resolve) => call.stream.once("data", resolve));
  call.stream.close();

  await provider.received[0]?.cut;
  expect((await gateway.rowsWhen(1))[0]).toMatchObject({ outcome: "client_closed" });
});

test("a stream that breaks off is told over HTTP/2 too", async () => {
  const { gateway } = await open([
    (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chunk("one"));
      setTimeout(() => response.destroy(), 20);
    },
  ]);
  const call = post(session(gateway.url), gateway.secret, { ...request, stream: true });

  expect(await textOf(call.stream)).toContain("provider_response_broken");
});

test("clients of either version are served side by side, however their first bytes come", async () => {
  const { gateway } = await open([events(chunk("Hi"), done)]);
  const { hostname, port } = new URL(gateway.url);
  const socket = connectTcp(Number(port), hostname);
  const answered = new Promise<string>((resolve) => {
    socket.on("data", (data: Buffer) => resolve(data.toString()));
  });
  socket.write("P");
  await new Promise((resolve) => setImmediate(resolve));
  socket.write("UT /healthz HTTP/1.1\r\nhost: a\r\n\r\n");

  const call = post(session(gateway.url), gateway.secret, { ...request, stream: true });

  expect(await answered).toMatch(/^HTTP\/1\.1 200/);
  expect(await textOf(call.stream)).toContain("[DONE]");
  socket.destroy();
});

test("closing the gateway ends connections of HTTP/2 after their calls", async () => {
  let answer: (() => void) | undefined;
  // Of many writes: the last of them are under way when the call is settled.
  const [choice] = completion.choices;
  const message = { role: "assistant", content: "word ".repeat(500_000) };
  const long = { ...completion, choices: [{ ...choice, message }] };
  const { gateway } = await open([
    (response, received) => {
      answer = () => json(200, long)(response, received);
    },
  ]);
  const client = session(gateway.url);
  const gone = new Promise((resolve) => client.once("close", resolve));
  const call = post(client, gateway.secret, request);
  await expect.poll(() => answer).toBeDefined();

  const closed = gateway.gateway.close();
  answer?.();

  expect(await call.head).toMatchObject({ ":status": 200 });
  expect(JSON.parse(await textOf(call.stream))).toEqual(long);
  await closed;
  await gone;
});

test("connections that say nothing, or too little, do not keep the gateway from closing", async () => {
  const { gateway } = await open([json(200, completion)]);
  const { hostname, port } = new URL(gateway.url);
  const sockets = ["", "G"].map((said) => {
    const socket = connectTcp(Number(port), hostname);
    socket.write(said);
    return new Promise((resolve) => socket.once("close", resolve));
  });
  const ended = connectTcp(Number(port), hostname);
  ended.end("PR");
  await new Promise((resolve) => ended.once("close", resolve));

  await gateway.gateway.close();

  await Promise.all(sockets);
});
