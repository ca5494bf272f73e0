import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, vi } from "vitest";

export type AskedOfAws = Readonly<{ path: string; headers: IncomingHttpHeaders; body: string }>;
type Answer = Readonly<{ status?: number; body: string }>;

/** Stands in for services of AWS on loopback, for all tests of a file, with credentials in the environment. */
export function awsStandIn() {
  let asked: AskedOfAws[] = [];
  let answer: (one: AskedOfAws) => Answer = () => ({ body: "{}" });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const one = {
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      asked.push(one);
      const { status = 200, body } = answer(one);
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
      response.end(body);
    });
  });
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "constructed");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "constructed");
  });
  afterEach(() => {
    asked = [];
    answer = () => ({ body: "{}" });
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    server.close();
  });
  return {
    /** Known once the tests run. */
    endpoint: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What was asked within this test. */
    asked: (): readonly AskedOfAws[] => asked,
    answers: (by: (one: AskedOfAws) => Answer) => {
      answer = by;
    },
  };
}
