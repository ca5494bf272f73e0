import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { completion, open, opened } from "./gateway-case.fixture.ts";
import {
  type Answer,
  json,
  type OpenGateway,
  openGateway,
  type ScriptedProvider,
  scriptedProvider,
} from "./open-gateway.fixture.ts";

const answer = {
  candidates: [{ content: { parts: [{ text: "Hi" }], role: "model" }, finishReason: "STOP" }],
  usageMetadata: {
    promptTokenCount: 10,
    candidatesTokenCount: 2,
    thoughtsTokenCount: 30,
    totalTokenCount: 42,
  },
  modelVersion: "gemini-2.5-flash",
  responseId: "r1",
};
const path = "/gemini/v1beta/models/gemini-2.5-flash";
const body = { contents: [{ role: "user", parts: [{ text: "Hello" }] }] };

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../../packages/providers/fixtures/${name}`, import.meta.url));

/** A gateway with a Gemini, a Vertex and an Azure provider, all of which are one script. */
async function openAll(
  answers: readonly Answer[],
): Promise<{ gateway: OpenGateway; provider: ScriptedProvider }> {
  const provider = await scriptedProvider(...answers);
  opened.push(provider);
  const base_url = provider.url;
  const gateway = await openGateway({
    providers: {
      azure: {
        kind: "azure-openai",
        base_url,
        api_key: "azure-key",
        prices: "openai",
        deployments: { mini: "gpt-5-mini" },
      },
      vertex: {
        kind: "vertex",
        base_url,
        project: "ours",
        location: "us-central1",
        access_token: "ya29.ours",
      },
      gemini: { kind: "gemini", base_url, api_key: "AIza-ours" },
      openai: { kind: "openai", base_url: `${base_url}/v1`, api_key: "sk-ours" },
    },
    models: { fast: ["gemini/gemini-2.5-flash", "vertex/gemini-2.5-flash"] },
  });
  opened.push(gateway);
  return { gateway, provider };
}

test("the end of a stream waits for the record: the row is written when the client sees it", async () => {
  const { gateway } = await openAll([
    (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(fixture("gemini-stream.sse"));
    },
  ]);

  const response = await gateway.post(`${path}:streamGenerateContent?alt=sse`, body);
  let seen = "";
  for await (const chunk of response.body ?? []) {
    seen += Buffer.from(chunk).toString();
    if (seen.includes('"finishReason":')) expect(gateway.rows()).toHaveLength(1);
  }

  expect(seen).toContain('"finishReason":');
});

test("each API's own paths go to its own provider, and OpenAI's to OpenAI", async () => {
  const { gateway } = await openAll([
    (response, { path: to }) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(to.includes(":generate") ? answer : completion));
    },
  ]);
  const chat = { model: "gpt-5-mini", messages: [] };

  await gateway.post(`${path}:generateContent`, body);
  await gateway.post("/gemini/v1/publishers/google/models/gemini-2.5-pro:generateContent", body);
  await gateway.post("/azure/openai/deployments/mini/chat/completions", chat);
  await gateway.post("/v1/chat/completions", chat);
  await gateway.post("/gemini/v1beta/models/vertex/gemini-2.5-pro:generateContent", body);

  expect(gateway.rows().map(({ provider }) => provider)).toEqual([
    "gemini",
    "vertex",
    "azure",
    "openai",
    "vertex",
  ]);
});

test("a name of the operator's own leads from Gemini to Vertex when Gemini fails, the path rewritten", async () => {
  const overloaded = { error: { code: 503, message: "Overloaded", status: "UNAVAILABLE" } };
  const { gateway, provider } = await openAll([
    json(503, overloaded),
    json(503, overloaded),
    json(200, answer),
  ]);

  const response = await gateway.post("/gemini/v1beta/models/fast:generateContent", body);

  expect(response.status).toBe(200);
  expect(provider.received.map(({ path: to }) => to)).toEqual([
    "/v1beta/models/gemini-2.5-flash:generateContent",
    "/v1beta/models/gemini-2.5-flash:generateContent",
    "/v1beta1/projects/ours/locations/us-central1/publishers/google/models/gemini-2.5-flash:generateContent",
  ]);
  expect(provider.received.at(-1)?.headers.authorization).toBe("Bearer ya29.ours");
  expect(gateway.rows().at(-1)).toMatchObject({
    provider: "vertex",
    request_model: "fast",
    sent_model: "gemini-2.5-flash",
    usage: { input: 10, output: 2, reasoning: 30 },
  });
});

test("a model goes to Azure by its deployment, in the path or in the body, and is priced as the model", async () => {
  const { gateway, provider } = await openAll([json(200, { ...completion, model: undefined })]);
  const chat = '{ "model" : "gpt-5-mini", "messages":[] }';

  await gateway.post("/v1/chat/completions", chat, { "x-headgate-provider": "azure" });
  await gateway.post("/azure/openai/deployments/mini/chat/completions?api-version=1", chat);

  expect(provider.received[0]?.path).toBe("/openai/v1/chat/completions");
  expect(provider.received[0]?.body.toString()).toBe('{ "model" : "mini", "messages":[] }');
  expect(provider.received[1]?.path).toBe(
    "/openai/deployments/mini/chat/completions?api-version=1",
  );
  expect(provider.received[1]?.body.toString()).toBe(chat);
  expect(provider.received.map(({ headers }) => headers["api-key"])).toEqual([
    "azure-key",
    "azure-key",
  ]);
  const [first, second] = gateway.rows();
  expect([first?.sent_model, second?.request_model]).toEqual(["mini", "mini"]);
  // The answer names no model: 1,000 × $0.25 and 100 × $2.00 per million are the deployment's.
  for (const row of [first, second]) expect(row?.charge.list_cost).toBe("0.000450000000");
});

test("an error of Google's passes as it came, though a stream was asked for", async () => {
  const error = { error: { code: 429, message: "Quota", status: "RESOURCE_EXHAUSTED" } };
  for (const query of ["", "?alt=sse"]) {
    const { gateway } = await openAll([json(429, error)]);

    const response = await gateway.post(`${path}:streamGenerateContent${query}`, body);

    expect(response.status).toBe(429);
    expect(await response.json()).toEqual(error);
    expect(gateway.rows().at(-1)).toMatchObject({
      outcome: "provider_error",
      stream: false,
      charge: { effective_cost: "0.000000000000" },
    });
  }
});

test("Headgate's own errors have Google's shape, its code among the details", async () => {
  const { gateway } = await open([json(200, completion)]);

  const unknown = await gateway.post("/gemini/v1beta/files", {});
  const unserved = await gateway.post(`${path}:generateContent`, body);

  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({
    error: {
      code: 404,
      status: "NOT_FOUND",
      details: [
        {
          "@type": "type.googleapis.com/google.rpc.ErrorInfo",
          reason: "path_unknown",
          domain: "headgate",
        },
      ],
    },
  });
  expect(await unserved.json()).toMatchObject({
    error: { status: "NOT_FOUND", details: [{ reason: "model_unknown" }] },
  });
});
