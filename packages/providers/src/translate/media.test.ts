import type { WireFormat } from "@headgate/contract";
import { expect, test } from "vitest";
import { openaiProvider } from "./openai-provider.fixture.ts";
import { translateRequest } from "./translate-request.ts";

const asked = (from: WireFormat, to: WireFormat, pathAndQuery: string, json: object) =>
  translateRequest({
    from,
    to,
    request: { model: "m", stream: false, usageRequested: true, json: { model: "m", ...json } },
    pathAndQuery,
    model: "m",
    provider: openaiProvider,
  });

const user = (part: object) => ({ max_tokens: 5, messages: [{ role: "user", content: [part] }] });
const openai = user({ type: "image_url", image_url: { url: "data:image/jpg;base64,AAAA" } });
const anthropic = user({
  type: "image",
  source: { type: "base64", media_type: "image/jpg", data: "AAAA" },
});
const gemini = {
  contents: [{ role: "user", parts: [{ inlineData: { mimeType: "IMAGE/JPG", data: "AAAA" } }] }],
};

test.each([
  ["openai.chat_completions", "/v1/chat/completions", openai],
  ["anthropic.messages", "/v1/messages", anthropic],
  ["gemini.generate_content", "/v1beta/models/m:generateContent", gemini],
] as const)("a picture that %s calls image/jpg is a JPEG", (from, path, json) => {
  const { request, notes } = asked(from, "bedrock.converse", path, json);

  expect(request.json).toMatchObject({
    messages: [{ content: [{ image: { format: "jpeg", source: { bytes: "AAAA" } } }] }],
  });
  expect(notes.lost).toEqual([]);
});

test("a provider is told the type by its registered name", () => {
  const written = asked(
    "openai.chat_completions",
    "anthropic.messages",
    "/v1/chat/completions",
    openai,
  );

  expect(written.request.json).toMatchObject({
    messages: [{ content: [{ source: { media_type: "image/jpeg" } }] }],
  });
});
