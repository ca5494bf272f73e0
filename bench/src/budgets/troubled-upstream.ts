/**
 * A provider with troubles, from a seed: some calls are refused, some connections break before an answer,
 * streams are long enough to be left. What it says was used is never beyond what the request allows.
 *
 * Each answer has an id of its own; `GET /answered` tells all that it began to give.
 */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createRandom } from "@headgate/simulator";

const REFUSED = 0.1;
const BROKEN = 0.02;

/** A seed gives the same troubles again. */
const random = createRandom(Number(process.argv[2] ?? "1"));

/** The provider's own books: what it began to answer, and would send a bill for. */
const answered: { id: string; model: string; user: string; input: number; output: number }[] = [];

const answer = (response: ServerResponse, body: string): void => {
  const {
    model,
    max_tokens: most,
    stream,
    user = "",
  } = JSON.parse(body) as {
    model: string;
    max_tokens: number;
    stream?: boolean;
    user?: string;
  };
  const usage = {
    prompt_tokens: 1 + Math.floor(random() * body.length * 0.4),
    completion_tokens: 1 + Math.floor(random() * most),
    total_tokens: 0,
  };
  usage.total_tokens = usage.prompt_tokens + usage.completion_tokens;
  const id = { id: `chatcmpl-bench-${answered.length}`, model };
  const { prompt_tokens: input, completion_tokens: output } = usage;
  answered.push({ ...id, user, input, output });
  if (stream !== true) {
    response.writeHead(200, { "content-type": "application/json" });
    const message = { role: "assistant", content: "Yes." };
    const choices = [{ index: 0, message, finish_reason: "stop" }];
    response.end(JSON.stringify({ ...id, object: "chat.completion", choices, usage }));
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  let left = 5;
  const send = (): void => {
    if (response.destroyed) return;
    if (left > 0) {
      left -= 1;
      const choices = [{ index: 0, delta: { content: " word" } }];
      response.write(`data: ${JSON.stringify({ ...id, choices })}\n\n`);
      setTimeout(send, 4);
      return;
    }
    response.write(`data: ${JSON.stringify({ ...id, choices: [], usage })}\n\n`);
    response.end("data: [DONE]\n\n");
  };
  send();
};

const server = createServer((request, response) => {
  if (request.method === "GET" && request.url === "/answered") {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(answered));
    return;
  }
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const trouble = random();
    setTimeout(
      () => {
        if (trouble < BROKEN) response.destroy();
        else if (trouble < BROKEN + REFUSED) {
          response.writeHead(503, { "content-type": "application/json" });
          response.end("{}");
        } else answer(response, Buffer.concat(chunks).toString());
      },
      2 + random() * 20,
    );
  });
});
server.keepAliveTimeout = 120_000;
server.listen(0, "127.0.0.1", () => {
  process.send?.({
    kind: "listening",
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
});
process.on("disconnect", () => process.exit(0));
