/** The least that can answer a call in Node: `node:http` alone, which reads the request's JSON and gives the same bytes each time. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { jsonAnswer, streamWrites } from "./answers.ts";

const streamAnswer = Buffer.concat(streamWrites);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const { stream } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as { stream?: boolean };
    const body = stream === true ? streamAnswer : jsonAnswer;
    const type = stream === true ? "text/event-stream" : "application/json";
    response.writeHead(200, ["content-type", type, "content-length", String(body.length)]);
    response.end(body);
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
process.on("SIGTERM", () => process.exit(0));
