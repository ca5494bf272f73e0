import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import {
  type Answer,
  json,
  type OpenGateway,
  openGateway,
  type ScriptedProvider,
  scriptedProvider,
} from "./open-gateway.fixture.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function setUp(
  ...answers: readonly Answer[]
): Promise<Readonly<{ gateway: OpenGateway; provider: ScriptedProvider }>> {
  const provider = await scriptedProvider(...answers);
  const base_url = provider.url;
  const gateway = await openGateway({
    providers: {
      gemini: { kind: "gemini", base_url, api_key: "AIza" },
      vertex: { kind: "vertex", base_url, project: "p", location: "us-east1", access_token: "ya" },
      azure: { kind: "azure-openai", base_url, api_key: "azure-key" },
    },
    retries: { attempts_per_target: 1 },
  });
  closing.push(provider.close, gateway.close);
  return { gateway, provider };
}

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../../packages/providers/fixtures/${name}`, import.meta.url));

/** An answer in two pieces, and then the connection breaks or ends. */
const inPieces =
  (bytes: Buffer, contentType: string, cutAt: number, breaks = false): Answer =>
  (response) => {
    response.writeHead(200, { "content-type": contentType });
    response.write(bytes.subarray(0, cutAt), () => {
      if (breaks) response.destroy();
      else response.end(bytes.subarray(cutAt));
    });
  };

const STREAM = "/gemini/v1beta/models/gemini-2.5-flash:streamGenerateContent";
const body = '{"contents":[{"parts":[{"text":"Hi"}]}]}';

test("bodies of Gemini's and Azure's calls pass byte for byte, whatever JSON they are", async () => {
  const { gateway, provider } = await setUp(json(200, { candidates: [] }));
  const paths = [
    "/gemini/v1beta/models/gemini-2.5-flash:generateContent",
    "/gemini/v1/publishers/google/models/gemini-2.5-flash:generateContent",
    "/azure/openai/deployments/prod/chat/completions?api-version=2024-10-21",
  ];

  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...paths),
      fc.dictionary(
        fc.string().filter((name) => !["stream", "stream_options"].includes(name)),
        fc.jsonValue(),
      ),
      fc.constantFrom("", " ", "\n", "\t"),
      async (path, value, space) => {
        const sent = space + JSON.stringify(value, undefined, space) + space;
        const response = await gateway.post(path, sent);
        await response.arrayBuffer();
        expect(provider.received.at(-1)?.body.toString("utf8")).toBe(sent);
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  ["gemini-stream.sse", "?alt=sse", "text/event-stream"],
  ["gemini-stream.json", "", "application/json; charset=UTF-8"],
])("%s passes byte for byte and is recorded before its end", async (name, query, contentType) => {
  const bytes = fixture(name);
  const { gateway } = await setUp(inPieces(bytes, contentType, 700));

  const response = await gateway.post(`${STREAM}${query}`, body);

  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
  expect(gateway.rows()).toMatchObject([
    {
      provider: "gemini",
      stream: true,
      outcome: "completed",
      usage: { input: 276, cache_read: 1_024, output: 21, reasoning: 31 },
      usage_origin: "provider",
    },
  ]);
});

test("an array that breaks off stays JSON: Headgate's error is its last element", async () => {
  const bytes = fixture("gemini-stream.json");
  const cut = bytes.indexOf("a backslash");
  const { gateway } = await setUp(inPieces(bytes, "application/json", cut, true));

  const response = await gateway.post(STREAM, body);
  const elements: unknown = JSON.parse(await response.text());

  expect(elements).toMatchObject([
    { responseId: expect.any(String) },
    { responseId: expect.any(String) },
    { error: { status: "UNAVAILABLE", details: [{ reason: "provider_response_broken" }] } },
  ]);
  expect(gateway.rows()).toMatchObject([
    { outcome: "interrupted", usage_origin: "estimated", usage: { input: 276, cache_read: 1_024 } },
  ]);
});

test("the key in a query opens the gateway and goes no further", async () => {
  const { gateway, provider } = await setUp(json(200, {}));

  const response = await fetch(`${gateway.url}${STREAM}?key=${gateway.secret}&alt=sse`, {
    method: "POST",
    body,
  });
  await response.arrayBuffer();

  expect(response.status).toBe(200);
  expect(provider.received[0]?.path).toBe(
    "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
  );
  expect(JSON.stringify([provider.received[0]?.headers, gateway.rows()])).not.toContain(
    gateway.secret,
  );
});

test.each(["x-goog-api-key", "api-key"])("the key is taken from %s", async (header) => {
  const { gateway } = await setUp(json(200, {}));

  const response = await fetch(`${gateway.url}/gemini/v1beta/models`, {
    headers: { [header]: gateway.secret },
  });

  expect(response.status).toBe(200);
});

test("Claude on Vertex passes through and is metered as Anthropic's", async () => {
  const { gateway, provider } = await setUp(
    json(200, fixture("anthropic-messages.json").toString("utf8")),
  );
  const path = "/gemini/v1/publishers/anthropic/models/claude-sonnet-4-5@20250929:rawPredict";
  const sent = '{"anthropic_version":"vertex-2023-10-16","max_tokens":9,"messages":[]}';

  await (await gateway.post(path, sent)).arrayBuffer();

  const [row] = gateway.rows();
  expect(provider.received[0]?.path).toBe(
    "/v1/projects/p/locations/us-east1/publishers/anthropic/models/claude-sonnet-4-5@20250929:rawPredict",
  );
  expect(provider.received[0]?.headers.authorization).toBe("Bearer ya");
  expect(provider.received[0]?.body.toString("utf8")).toBe(sent);
  expect(row).toMatchObject({ wire_format: "vertex.raw_predict", usage_origin: "provider" });
});
