import { describe, expect, test } from "vitest";
import { context } from "./answer.fixture.ts";
import { type AnswerErrorKind, answerErrorKinds } from "./answer.ts";
import { AnswerTranslation } from "./answer-translation.ts";
import { bedrockConverse } from "./bedrock-converse/format.ts";
import { kindOfStatus } from "./error-kinds.ts";
import { translatedFormats } from "./formats.ts";
import { geminiGenerateContent } from "./gemini/format.ts";
import { openaiChat } from "./openai-chat/format.ts";

/** Where a format has no word of its own for a kind of error, it comes back as the nearest. */
const nearest: Readonly<Record<string, Partial<Record<AnswerErrorKind, AnswerErrorKind>>>> = {
  "bedrock.converse": {
    authentication: "permission",
    billing: "invalid-request",
    "too-large": "invalid-request",
  },
  "gemini.generate_content": { "too-large": "invalid-request" },
};
const statuses: Readonly<Record<AnswerErrorKind, number>> = {
  "invalid-request": 400,
  authentication: 401,
  billing: 402,
  permission: 403,
  "not-found": 404,
  "too-large": 413,
  "rate-limit": 429,
  timeout: 408,
  overloaded: 503,
  server: 500,
};

describe.each(translatedFormats.map((format) => [format.format, format] as const))(
  "%s",
  (name, format) => {
    test.each(answerErrorKinds)(
      "an error of the kind %s keeps its kind and its message",
      (kind) => {
        const written = format.writeError(
          { kind, message: "What happened" },
          statuses[kind],
          context,
        );
        const read = format.readError(written.status, written.body);

        expect(read.message).toBe("What happened");
        expect(read.kind).toBe(nearest[name]?.[kind] ?? kind);
      },
    );

    test("an error body that is no JSON still tells its kind", () => {
      expect(format.readError(503, undefined).kind).toBe("overloaded");
    });
  },
);

test("statuses beyond the known are the client's fault below 500 and the server's above", () => {
  expect([418, 422, 500, 502, 599].map(kindOfStatus)).toEqual([
    "invalid-request",
    "invalid-request",
    "server",
    "server",
    "server",
  ]);
});

test("an error that a provider put into a 200 does not reach the client as an answer", () => {
  const translation = new AnswerTranslation({
    provider: openaiChat,
    client: bedrockConverse,
    status: 200,
    stream: false,
    context,
  });
  translation.push(Buffer.from('{"error":{"message":"Upstream is down","code":502}}'));

  expect(JSON.parse(String(translation.finish()))).toEqual({ message: "Upstream is down" });
  expect(translation.status).toBe(500);
  expect(translation.headers).toEqual({ "x-amzn-errortype": "InternalServerException" });
});

test("a prompt that Gemini blocked is a refusal, and its missing output is not made up", () => {
  const translation = new AnswerTranslation({
    provider: geminiGenerateContent,
    client: openaiChat,
    status: 200,
    stream: false,
    context,
  });
  translation.push(
    Buffer.from(
      '{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":8,"totalTokenCount":8}}',
    ),
  );

  const answer = JSON.parse(String(translation.finish())) as Record<string, unknown>;
  expect(answer).toMatchObject({ choices: [{ finish_reason: "content_filter" }] });
  expect(answer).not.toHaveProperty("usage");
});
