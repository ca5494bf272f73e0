import { expect, test } from "vitest";
import { opened } from "./gateway-case.fixture.ts";
import {
  type Answer,
  events,
  json,
  type OpenGateway,
  openGateway,
  scriptedProvider,
} from "./open-gateway.fixture.ts";
import { chat, message, sse } from "./translated-call.fixture.ts";

/** A gateway that reports losses, in front of a scripted Anthropic. */
async function openReporting(...answers: readonly Answer[]): Promise<OpenGateway> {
  const anthropic = await scriptedProvider(...answers);
  opened.push(anthropic);
  const gateway = await openGateway({
    providers: {
      anthropic: { kind: "anthropic", base_url: anthropic.url, api_key: "sk-ant" },
    },
    retries: { attempts_per_target: 1 },
    translation: { unsupported: "report" },
  });
  opened.push(gateway);
  return gateway;
}

const citation = { type: "char_location", cited_text: "Hi", document_index: 0 };
const lostCitations = {
  in: "answer",
  kind: "lost",
  field: "citations",
  what: "citations cannot be carried over",
};
const begun = [
  sse("message_start", { message: { ...message, content: [], stop_reason: null } }),
  sse("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
  sse("content_block_delta", { index: 0, delta: { type: "text_delta", text: "Hi" } }),
];
const cited = sse("content_block_delta", {
  index: 0,
  delta: { type: "citations_delta", citation },
});
const ended = [
  sse("content_block_stop", { index: 0 }),
  sse("message_delta", { delta: { stop_reason: "end_turn" }, usage: { output_tokens: 50 } }),
  sse("message_stop", {}),
];

test("a row says between which formats a call was translated, also where nothing was lost", async () => {
  const gateway = await openReporting(json(200, message));

  await gateway.post("/v1/chat/completions", chat);

  const [row] = await gateway.rowsWhen(1);
  expect(row?.translation).toEqual({
    from: "openai.chat_completions",
    to: "anthropic.messages",
    notes: [],
  });
});

test("a call in its provider's own format has no translation in its row", async () => {
  const gateway = await openReporting(json(200, message));
  const { messages } = chat;

  await gateway.post("/v1/messages", { model: "claude-sonnet-5", max_tokens: 5, messages });

  const [row] = await gateway.rowsWhen(1);
  expect(row).not.toHaveProperty("translation");
});

test("the row holds what the request and the whole answer lost, losses first", async () => {
  const content = [{ type: "text", text: "Hi", citations: [citation] }];
  const gateway = await openReporting(json(200, { ...message, content }));

  const response = await gateway.post("/v1/chat/completions", {
    ...chat,
    max_completion_tokens: null,
    seed: 7,
  });

  expect(response.headers.get("x-headgate-translation-lost")).toBe("seed, citations");
  const [row] = await gateway.rowsWhen(1);
  expect(row?.translation?.notes).toEqual([
    expect.objectContaining({ in: "request", kind: "lost", field: "seed" }),
    lostCitations,
    expect.objectContaining({
      in: "request",
      kind: "approximated",
      field: "max_completion_tokens",
    }),
  ]);
});

test("what a streamed answer loses is in its row, and a comment before its end names it", async () => {
  const gateway = await openReporting(events(...begun, cited, ...ended));

  const response = await gateway.post("/v1/chat/completions", { ...chat, stream: true });
  const text = await response.text();

  expect(text.match(/: headgate-lost/g)).toHaveLength(1);
  expect(text).toMatch(/\n\n: headgate-lost citations\n\n.*data: \[DONE\]\n\n$/s);
  expect((await gateway.rowsWhen(1))[0]?.translation?.notes).toEqual([lostCitations]);
});

test("a loss in the very chunk that ends the stream is in the row too", async () => {
  const gateway = await openReporting(events([...begun, cited, ...ended].join("")));

  const response = await gateway.post("/v1/chat/completions", { ...chat, stream: true });

  expect(await response.text()).toContain(": headgate-lost citations\n\n");
  expect((await gateway.rowsWhen(1))[0]?.translation?.notes).toEqual([lostCitations]);
});

test("a stream without a loss has no comment", async () => {
  const gateway = await openReporting(events(...begun, ...ended));

  const response = await gateway.post("/v1/chat/completions", { ...chat, stream: true, seed: 1 });

  expect(await response.text()).not.toContain("headgate-lost");
  expect(response.headers.get("x-headgate-translation-lost")).toBe("seed");
});

test("a stream for Google's clients has no comment, because their Python client would fail on it", async () => {
  const gateway = await openReporting(events(...begun, cited, ...ended));

  const response = await gateway.post(
    "/gemini/v1beta/models/claude-sonnet-5:streamGenerateContent?alt=sse",
    { contents: [{ role: "user", parts: [{ text: "Hello" }] }] },
    { "x-headgate-provider": "anthropic" },
  );
  const text = await response.text();

  expect(response.status).toBe(200);
  for (const line of text.split(/\r?\n/)) expect(line).toMatch(/^(data: .*)?$/);
  expect((await gateway.rowsWhen(1))[0]?.translation?.notes).toContainEqual(lostCitations);
});

test("names of a loss that come from the provider cannot break out of the comment", async () => {
  const block = sse("content_block_start", {
    index: 1,
    content_block: { type: "odd\n\ndata: {}" },
  });
  const gateway = await openReporting(events(...begun, block, ...ended));

  const response = await gateway.post("/v1/chat/completions", { ...chat, stream: true });

  expect(await response.text()).toContain(": headgate-lost odd??data: {}\n\n");
});

test("a row names a bounded number of losses and counts the others", async () => {
  const gateway = await openReporting(json(200, message));
  const unknown = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`m${index}`, 1]));

  await gateway.post("/v1/chat/completions", { ...chat, ...unknown, seed: 1 });

  const translation = (await gateway.rowsWhen(1))[0]?.translation;
  expect(translation?.notes).toHaveLength(40);
  expect(translation?.notes_beyond).toBe(111);
});

test("an attempt that the provider refused says what its request had lost", async () => {
  const gateway = await openReporting(
    json(400, { type: "error", error: { type: "invalid_request_error", message: "No" } }),
  );

  await gateway.post("/v1/chat/completions", { ...chat, seed: 7 });

  expect((await gateway.rowsWhen(1))[0]).toMatchObject({
    outcome: "provider_error",
    translation: { notes: [{ in: "request", field: "seed" }] },
  });
});

test("losses are counted, those of requests and those of answers", async () => {
  const gateway = await openReporting(events(...begun, cited, ...ended));

  const response = await gateway.post("/v1/chat/completions", { ...chat, stream: true, seed: 1 });
  await response.text();

  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  expect(metrics).toContain('headgate_translation_losses_total{in="request"} 1');
  expect(metrics).toContain('headgate_translation_losses_total{in="answer"} 1');
});
