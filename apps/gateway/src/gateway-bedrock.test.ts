import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { eventFrame } from "./event-frame.fixture.ts";
import { opened } from "./gateway-case.fixture.ts";
import {
  type Answer,
  json,
  type OpenGateway,
  openGateway,
  type ScriptedProvider,
  scriptedProvider,
} from "./open-gateway.fixture.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

const keys = { access_key_id: "AKIAOPERATOR", secret_access_key: "operator-secret" };

async function open(
  answers: readonly Answer[],
  credentials: Readonly<Record<string, unknown>> = { aws_credentials: keys },
): Promise<{ gateway: OpenGateway; provider: ScriptedProvider }> {
  const provider = await scriptedProvider(...answers);
  opened.push(provider);
  const gateway = await openGateway({
    providers: {
      bedrock: {
        kind: "bedrock",
        region: "eu-central-1",
        base_url: provider.url,
        ...credentials,
      },
    },
    models: { fast: ["bedrock/eu.amazon.nova-lite-v1:0"] },
    retries: { first_delay_ms: 1, max_delay_ms: 1 },
  });
  opened.push(gateway);
  return { gateway, provider };
}

const claude = "eu.anthropic.claude-sonnet-4-5-20250929-v1%3A0";
const converse = `/bedrock/model/${claude}/converse`;
const request = { messages: [{ role: "user", content: [{ text: "Hello" }] }] };
const usage = { inputTokens: 1000, outputTokens: 100, totalTokens: 1100 };
const answer = {
  output: { message: { role: "assistant", content: [{ text: "Hi" }] } },
  stopReason: "end_turn",
  usage,
  metrics: { latencyMs: 10 },
};
const frames = [
  eventFrame("messageStart", { role: "assistant" }),
  eventFrame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "one two three" } }),
  eventFrame("messageStop", { stopReason: "end_turn" }),
  eventFrame("metadata", { usage, metrics: { latencyMs: 10 } }),
];
const bytes =
  (...pieces: readonly Buffer[]): Answer =>
  (response) => {
    response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" });
    for (const piece of pieces) response.write(piece);
    response.end();
  };

test("bodies and the path pass byte for byte, both ways, whatever they look like", async () => {
  const answers: string[] = [];
  const { gateway, provider } = await open([
    (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(answers.at(-1));
    },
  ]);
  const space = fc.string({ maxLength: 4, unit: fc.constantFrom(" ", "\n", "\t") });

  await fc.assert(
    fc.asyncProperty(
      fc.json(),
      fc.json(),
      space,
      fc.constantFrom("converse", "invoke"),
      fc.constantFrom(claude, "amazon.nova-lite-v1:0", "arn%3aaws%3Abedrock%2fx"),
      async (sent, told, gap, operation, model) => {
        const path = `/bedrock/model/${model}/${operation}`;
        const body = `{${gap}"messages" :${sent},"messages":${gap}[] }${gap}`;
        const whole = `${gap}{"usage":${gap}${JSON.stringify(usage)}, "output":${told}}`;
        answers.push(whole);

        const response = await gateway.post(path, body);

        expect(await response.text()).toBe(whole);
        const received = provider.received.at(-1);
        expect(received?.body.toString()).toBe(body);
        expect(received?.path).toBe(path.slice("/bedrock".length));
      },
    ),
    { numRuns: 60 },
  );
});

test("streams pass byte for byte in whatever pieces they come, and their row is exact", async () => {
  const stream = Buffer.concat(frames);
  const cuts: number[] = [];
  const { gateway } = await open([
    (response) => {
      response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" });
      const edges = [0, ...cuts, stream.length].sort((left, right) => left - right);
      for (const [index, from] of edges.entries()) {
        response.write(stream.subarray(from, edges[index + 1]));
      }
      response.end();
    },
  ]);
  let rows = 0;

  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(stream.length), { maxLength: 20 }), async (positions) => {
      cuts.splice(0, cuts.length, ...positions);
      rows += 1;

      const response = await gateway.post(`${converse}-stream`, request);

      expect(Buffer.from(await response.arrayBuffer()).equals(stream)).toBe(true);
      expect((await gateway.rowsWhen(rows)).at(-1)).toMatchObject({
        outcome: "completed",
        usage: { input: 1000, output: 100 },
      });
    }),
    { numRuns: 60 },
  );
});

test("the row is in the spool before the client sees the last frame", async () => {
  const { gateway } = await open([bytes(...frames)]);

  const response = await gateway.post(`${converse}-stream`, request);
  const reader = response.body?.getReader();
  let received = 0;
  while (received < Buffer.concat(frames).length) {
    received += (await reader?.read())?.value?.length ?? Number.NaN;
  }

  expect(gateway.rows()).toHaveLength(1);
});

test("each attempt is signed as the operator, and nothing of the client's own account goes along", async () => {
  const { gateway, provider } = await open([json(503, { message: "busy" }), json(200, answer)]);

  const response = await fetch(gateway.url + converse, {
    method: "POST",
    body: JSON.stringify(request),
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${gateway.secret}/20261125/us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature=00`,
      "x-amz-date": "20200101T000000Z",
      "x-amz-security-token": "the client's session",
      "content-type": "application/json",
    },
  });

  expect(response.status).toBe(200);
  expect(provider.received).toHaveLength(2);
  for (const { headers } of provider.received) {
    expect(headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAOPERATOR\/\d{8}\/eu-central-1\/bedrock\/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=[0-9a-f]{64}$/,
    );
    expect(headers["x-amz-date"]).not.toBe("20200101T000000Z");
    expect(headers["x-amz-security-token"]).toBeUndefined();
  }
  expect(gateway.rows()).toMatchObject([{ final: false }, { final: true, usage: { input: 1000 } }]);
});

test("a Bedrock API key goes out as a bearer token, unsigned", async () => {
  const { gateway, provider } = await open([json(200, answer)], { api_key: "ABSK-operator" });

  await gateway.post(converse, request);

  expect(provider.received[0]?.headers.authorization).toBe("Bearer ABSK-operator");
  expect(provider.received[0]?.headers["x-amz-date"]).toBeUndefined();
});

test("without any in the configuration, the machine's own credentials sign", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAMACHINE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "machine-secret");
  vi.stubEnv("AWS_SESSION_TOKEN", "machine-session");
  vi.stubEnv("AWS_PROFILE", undefined);
  const { gateway, provider } = await open([json(200, answer)], {});

  await gateway.post(converse, request);

  const headers = provider.received[0]?.headers;
  expect(headers?.authorization).toContain("Credential=AKIAMACHINE/");
  expect(headers?.authorization).toContain("x-amz-security-token");
  expect(headers?.["x-amz-security-token"]).toBe("machine-session");
});

test("where the machine has no credentials, nothing is sent and nothing is charged", async () => {
  vi.stubEnv("AWS_CONFIG_FILE", "/nowhere/config");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere/credentials");
  const { gateway, provider } = await open([json(200, answer)], { aws_profile: "none-of-ours" });

  const response = await gateway.post(converse, request);

  expect(response.status).toBe(502);
  expect(response.headers.get("x-amzn-errortype")).toBe("ServiceUnavailableException");
  expect(await response.text()).toMatch(/Provider bedrock\..*\[provider_credential_unavailable\]/);
  expect(provider.received).toHaveLength(0);
  expect(gateway.rows().at(-1)).toMatchObject({
    outcome: "unreachable",
    error_code: "provider_credential_unavailable",
    charge: { confidence: "exact", effective_cost: "0.000000000000" },
  });
});

test("a name of the operator's own becomes the model in the path", async () => {
  const { gateway, provider } = await open([json(200, answer)]);

  await gateway.post("/bedrock/model/fast/converse", request);

  expect(provider.received[0]?.path).toBe("/model/eu.amazon.nova-lite-v1%3A0/converse");
  expect(gateway.rows()[0]).toMatchObject({
    request_model: "fast",
    sent_model: "eu.amazon.nova-lite-v1:0",
  });
});

test("a frame that is damaged on the way is told as a broken answer whose usage is not made up", async () => {
  const damaged = frames.map((frame) => Buffer.from(frame));
  const last = damaged.at(-1) as Buffer;
  last[last.length - 20] = 0;
  const { gateway } = await open([bytes(...damaged)]);

  const response = await gateway.post(`${converse}-stream`, request);
  const told = Buffer.from(await response.arrayBuffer());

  const stream = Buffer.concat(damaged);
  expect(told.subarray(0, stream.length).equals(stream)).toBe(true);
  expect(told.toString("latin1")).toContain("does not match its checksum");
  expect(gateway.rows()[0]).toMatchObject({
    outcome: "interrupted",
    error_code: "provider_response_broken",
    usage_origin: "estimated",
  });
});

test("a stream that breaks off ends in a whole exception frame, charged by estimate", async () => {
  const { gateway } = await open([
    (response) => {
      response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" });
      response.write(Buffer.concat(frames.slice(0, 3)).subarray(0, -7));
      setTimeout(() => response.destroy(), 20);
    },
  ]);

  const response = await gateway.post(`${converse}-stream`, request);
  const told = Buffer.from(await response.arrayBuffer());

  const whole = Buffer.concat(frames.slice(0, 2));
  expect(told.subarray(0, whole.length).equals(whole)).toBe(true);
  expect(told.subarray(whole.length).readUInt32BE(0)).toBe(told.length - whole.length);
  expect(told.toString("latin1")).toContain("modelStreamErrorException");
  expect(gateway.rows()[0]).toMatchObject({
    outcome: "interrupted",
    usage_origin: "estimated",
    usage: { output: 3 },
  });
});

test("an unknown path, a wrong key and a wrong body are told in Bedrock's shape", async () => {
  const { gateway } = await open([json(200, answer)]);

  const unknown = await gateway.post("/bedrock/model/m/count-tokens", request);
  const stranger = await gateway.post(converse, request, { authorization: "Bearer hg_none" });
  const malformed = await gateway.post(converse, "{");

  expect([unknown.status, stranger.status, malformed.status]).toEqual([404, 401, 400]);
  expect(unknown.headers.get("x-amzn-errortype")).toBe("ResourceNotFoundException");
  expect(stranger.headers.get("x-amzn-errortype")).toBe("UnrecognizedClientException");
  expect(await malformed.json()).toEqual({
    message: expect.stringContaining("[body_malformed]") as string,
  });
});
