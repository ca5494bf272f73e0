import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { importBatchRequest } from "@headgate/contract";
import type { AttemptFacts, ImportedRecords } from "@headgate/sources";
import { afterAll, beforeAll, expect, test } from "vitest";
import { managementApi } from "../management/management-api.ts";
import { createHttpSink } from "./http-sink.ts";

type Request = Readonly<{ line: string; body: string }>;

const requests: Request[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const line = `${request.method} ${request.url}`;
    requests.push({ line, body: Buffer.concat(chunks).toString() });
    const nothing = { import_number: 1, sources: [], skips: [], warnings: [] };
    const answer = line.endsWith("finish") ? nothing : { id: "the import", sequence: 0 };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
});
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => server.close());

const attempt = (index: number): AttemptFacts => ({
  row_id: `litellm:${index}`,
  call_id: `litellm:${index}`,
  started_at_ms: 1,
  source: "litellm",
  operation: "chat",
  provider: "openai",
  outcome: "completed",
  usage_origin: "provider",
  usage: { input: 1 },
  raw_usage: { padding: "x".repeat(10_000) },
  attribution: {},
  tags: {},
});

test("records are sent in numbered batches that the API takes, each once and in order", async () => {
  const { port } = server.address() as AddressInfo;
  const sink = createHttpSink(
    managementApi({ url: `http://127.0.0.1:${port}`, adminKey: undefined }),
  );
  const attempts = Array.from({ length: 500 }, (_, index) => attempt(index));
  const records: ImportedRecords = { attempts, billLines: [], usageTotals: [], gauges: [] };

  await sink.begin({ named: ["log.json"], restating: [] });
  await sink.add(records);
  await sink.add({ ...records, attempts: [attempt(500)] });
  await sink.finish({ read: [], skips: [], warnings: [] });

  const sent = requests.filter(({ line }) => line === "POST /api/imports/the%20import/batches");
  expect(requests.map(({ line }) => line)).toEqual([
    "POST /api/imports",
    ...sent.map(({ line }) => line),
    "POST /api/imports/the%20import/finish",
  ]);
  expect(sent.every(({ body }) => body.length < 2.1 * 1024 * 1024)).toBe(true);
  const batches = sent.map(({ body }) => importBatchRequest.parse(JSON.parse(body)));
  expect(batches.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3]);
  expect(batches.flatMap((batch) => batch.attempts.map(({ row_id }) => row_id))).toEqual(
    [...attempts, attempt(500)].map(({ row_id }) => row_id),
  );
});
