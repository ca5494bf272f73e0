import { expect, test } from "vitest";
import { start } from "../simulator.fixture.ts";

const contents = [{ role: "user", parts: [{ text: "Tell me about the tides" }] }];

const ask = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: "POST",
    headers: { "x-goog-api-key": "AIza", ...headers },
    body: JSON.stringify(body),
  });

type Chunk = {
  candidates: {
    content: { parts?: { text: string; thought?: boolean }[] };
    finishReason?: string;
  }[];
  usageMetadata?: Record<string, unknown>;
};
const textOf = (chunks: readonly Chunk[]): string =>
  chunks
    .flatMap(({ candidates }) => candidates.flatMap(({ content }) => content.parts ?? []))
    .filter(({ thought }) => thought !== true)
    .map(({ text }) => text)
    .join("");

test("JSON, events and array say the same and bill the same, and only the end says why", async () => {
  const { url } = await start();
  const at = `${url}/v1beta/models/gemini-2.5-flash`;
  const whole = (await (await ask(`${at}:generateContent`, { contents })).json()) as Chunk;
  const sse = await (await ask(`${at}:streamGenerateContent?alt=sse`, { contents })).text();
  const events = [...sse.matchAll(/^data: (.*)\r$/gm)].map(
    ([, data]) => JSON.parse(data ?? "") as Chunk,
  );
  const array = (await (await ask(`${at}:streamGenerateContent`, { contents })).json()) as Chunk[];

  for (const chunks of [events, array]) {
    expect(textOf(chunks)).toBe(textOf([whole]));
    expect(chunks.at(-1)?.usageMetadata).toEqual(whole.usageMetadata);
    expect(chunks.filter(({ candidates }) => candidates[0]?.finishReason)).toHaveLength(1);
  }
});

test("thoughts stand outside the candidates' count and are shown when they are asked for", async () => {
  const { url } = await start();
  const at = `${url}/v1beta/models/gemini-2.5-flash:generateContent`;
  const thinkingConfig = { includeThoughts: true };
  const shown = (await (
    await ask(at, { contents, generationConfig: { thinkingConfig } })
  ).json()) as Chunk;
  const off = (await (
    await ask(at, { contents, generationConfig: { thinkingConfig: { thinkingBudget: 0 } } })
  ).json()) as Chunk;

  const { promptTokenCount, candidatesTokenCount, thoughtsTokenCount, totalTokenCount } =
    shown.usageMetadata ?? {};
  expect(totalTokenCount).toBe(
    Number(promptTokenCount) + Number(candidatesTokenCount) + Number(thoughtsTokenCount),
  );
  expect(shown.candidates[0]?.content.parts?.[0]?.thought).toBe(true);
  expect(off.usageMetadata).not.toHaveProperty("thoughtsTokenCount");
});

test("Vertex's paths answer alike, say how they were billed, and have Claude", async () => {
  const { url } = await start();
  const at = `${url}/v1/projects/p/locations/l/publishers`;
  const gemini = (await (
    await ask(`${at}/google/models/gemini-2.5-flash-lite:generateContent`, { contents })
  ).json()) as Chunk;
  const claude = await ask(`${at}/anthropic/models/claude-opus-4-5@20251101:rawPredict`, {
    anthropic_version: "vertex-2023-10-16",
    max_tokens: 20,
    messages: [{ role: "user", content: "Hello" }],
  });

  expect(gemini.usageMetadata?.trafficType).toBe("ON_DEMAND");
  expect(await claude.json()).toMatchObject({ type: "message", usage: { input_tokens: 1 } });
});

test("faults, limits and refusals come in Google's shape", async () => {
  const { url } = await start();
  const at = `${url}/v1beta/models/gemini-2.5-flash:generateContent`;
  const told = async (response: Response) => [response.status, await response.json()];

  expect(await told(await ask(at, {}))).toMatchObject([
    400,
    { error: { status: "INVALID_ARGUMENT" } },
  ]);
  expect(
    await told(await ask(at, { contents }, { "x-simulator-fault": "rate-limit" })),
  ).toMatchObject([429, { error: { status: "RESOURCE_EXHAUSTED" } }]);
  expect(
    await told(await ask(at, { contents }, { "x-simulator-fault": "status-503" })),
  ).toMatchObject([503, { error: { status: "UNAVAILABLE" } }]);
  expect(
    await told(await ask(at, { contents: [{ parts: [{ text: "block this prompt" }] }] })),
  ).toMatchObject([200, { promptFeedback: { blockReason: "PROHIBITED_CONTENT" } }]);
});

test("at Azure a deployment decides the model, and its classic paths want a version", async () => {
  const { url } = await start();
  const at = `${url}/openai/deployments/eu--gpt-4o-mini/chat/completions`;
  const body = { messages: [{ role: "user", content: "Hello" }] };
  const headers = { "api-key": "key" };
  const answered = await ask(`${at}?api-version=2024-10-21`, body, headers);
  const streamed = await ask(`${at}?api-version=2024-10-21`, { ...body, stream: true }, headers);

  expect((await ask(at, body, headers)).status).toBe(404);
  expect(await answered.json()).toMatchObject({ model: expect.stringContaining("gpt-4o-mini") });
  expect(await streamed.text()).toMatch(/^data: \{"choices":\[\].*prompt_filter_results/);
});
