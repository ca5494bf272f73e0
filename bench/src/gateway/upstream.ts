/** The provider of the bench: answers from memory, so that what is measured is in front of it. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { jsonAnswer, streamWrites } from "./answers.ts";

const server = createServer((request, response) => {
  let stream = false;
  request.on("data", (chunk: Buffer) => {
    stream ||= chunk.includes('"stream":true');
  });
  request.on("end", () => {
    if (!stream) {
      response.writeHead(200, {
        "content-type": "application/json",
        "content-length": jsonAnswer.length,
        "x-request-id": "req_bench",
      });
      response.end(jsonAnswer);
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream", "x-request-id": "req_bench" });
    let next = 0;
    const write = (): void => {
      response.write(streamWrites[next]);
      next += 1;
      if (next < streamWrites.length) setImmediate(write);
      else response.end();
    };
    write();
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
