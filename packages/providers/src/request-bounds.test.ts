import { expect, test } from "vitest";
import { requestBounds } from "./request-bounds.ts";
import { wireFor } from "./wire-for.ts";

const boundsOf = (path: string, body: Record<string, unknown>) => {
  const wire = wireFor("POST", path, {});
  return requestBounds(wire, wire.readRequest(Buffer.from(JSON.stringify(body)), path));
};
const user = { role: "user", content: "Hello" };
const chat = (more: Record<string, unknown>) =>
  boundsOf("/v1/chat/completions", { model: "m", messages: [user], ...more });

test.each([
  ["/v1/chat/completions", { model: "m", messages: [user], max_tokens: 5 }],
  [
    "/v1/chat/completions",
    { model: "m", messages: [user], max_tokens: 2, max_completion_tokens: 5 },
  ],
  ["/v1/responses", { model: "m", input: "Hello", max_output_tokens: 5 }],
  ["/v1/messages", { model: "m", messages: [user], max_tokens: 5 }],
  [
    "/gemini/v1beta/models/gemini-2.5-pro:generateContent",
    { contents: [{ parts: [{ text: "Hello" }] }], generationConfig: { maxOutputTokens: 5 } },
  ],
  [
    "/bedrock/model/amazon.nova-pro-v1:0/converse",
    { messages: [{ role: "user", content: [{ text: "Hi" }] }], inferenceConfig: { maxTokens: 5 } },
  ],
  ["/bedrock/model/meta.llama3-8b-instruct-v1:0/invoke", { prompt: "Hi", max_gen_len: 5 }],
])("the limit of an answer is read on %s", (path, body) => {
  expect(boundsOf(path, body)).toEqual({
    promptIsInBytes: true,
    answerTokens: 5,
    hasAnswer: true,
    answers: 1,
    unmeasured: undefined,
  });
});

test("a request without a limit states none, and several answers are told", () => {
  expect(chat({ n: 3 })).toMatchObject({ answerTokens: undefined, answers: 3 });
  expect(chat({ max_tokens: "5", n: -1 })).toMatchObject({ answerTokens: undefined, answers: 1 });
});

const gemini = "/gemini/v1beta/models/gemini-2.5-pro:generateContent";
const converse = "/bedrock/model/amazon.nova-pro-v1:0/converse";
const nova = "/bedrock/model/amazon.nova-pro-v1:0/invoke";
/** The limit of an answer and the count of answers, each where some format has it. */
const members: readonly (readonly [member: object, whose: readonly string[]])[] = [
  [{ max_tokens: 1 }, ["/v1/chat/completions", "/v1/messages", nova]],
  [{ max_completion_tokens: 1 }, ["/v1/chat/completions", nova]],
  [{ max_output_tokens: 1 }, ["/v1/responses"]],
  [{ max_tokens_to_sample: 1 }, [nova]],
  [{ max_gen_len: 1 }, [nova]],
  [{ maxTokens: 1 }, [nova]],
  [{ generationConfig: { maxOutputTokens: 1 } }, [gemini]],
  [{ generation_config: { max_output_tokens: 1 } }, [gemini]],
  [{ inferenceConfig: { maxTokens: 1 } }, [converse, nova]],
  [{ inferenceConfig: { max_new_tokens: 1 } }, [nova]],
  [{ textGenerationConfig: { maxTokenCount: 1 } }, [nova]],
  [{ n: 2 }, ["/v1/chat/completions", nova]],
  [{ num_generations: 2 }, [nova]],
  [{ generationConfig: { candidateCount: 2 } }, [gemini]],
];

test.each(members)(
  "%j bounds an answer only in the formats whose providers read it",
  (member, whose) => {
    for (const path of [
      "/v1/chat/completions",
      "/v1/responses",
      "/v1/messages",
      gemini,
      converse,
      nova,
    ]) {
      const { answerTokens, answers } = boundsOf(path, { model: "m", ...member });

      expect({ path, isRead: answerTokens === 1 || answers === 2 }).toEqual({
        path,
        isRead: whose.includes(path),
      });
    }
  },
);

test("of both spellings of Gemini's configuration the larger limit holds", () => {
  expect(
    boundsOf(gemini, {
      contents: [],
      generationConfig: { maxOutputTokens: 1, candidateCount: 1 },
      generation_config: { max_output_tokens: 900, candidate_count: 3 },
    }),
  ).toMatchObject({ answerTokens: 900, answers: 3 });
});

test("pictures and turns that lie with the provider are not bounded by bytes", () => {
  const picture = {
    role: "user",
    content: [{ type: "image_url", image_url: { url: "https://x" } }],
  };

  expect(chat({ messages: [picture] })).toMatchObject({
    promptIsInBytes: false,
    unmeasured: undefined,
  });
  expect(
    boundsOf("/v1/responses", { model: "m", input: "x", previous_response_id: "resp_1" }),
  ).toMatchObject({ promptIsInBytes: false, unmeasured: undefined });
});

test.each([
  ["web_search_options", chat({ web_search_options: {} })],
  ["audio answers", chat({ modalities: ["text", "audio"] })],
  [
    "the tool web_search",
    boundsOf("/v1/responses", { model: "m", input: "x", tools: [{ type: "web_search" }] }),
  ],
  [
    "the tool web_search_20250305",
    boundsOf("/v1/messages", {
      model: "m",
      messages: [user],
      max_tokens: 1,
      tools: [{ type: "web_search_20250305", name: "web_search" }],
    }),
  ],
  [
    "the tool googleSearch",
    boundsOf("/gemini/v1beta/models/g:generateContent", {
      contents: [{ parts: [{ text: "x" }] }],
      tools: [{ googleSearch: {} }],
    }),
  ],
  [
    "content of the kind input_audio",
    chat({ messages: [{ role: "user", content: [{ type: "input_audio", input_audio: {} }] }] }),
  ],
  [
    "content of the kind video/mp4",
    boundsOf("/gemini/v1beta/models/g:generateContent", {
      contents: [{ parts: [{ fileData: { mimeType: "video/mp4" } }] }],
    }),
  ],
])("%s costs what tokens do not bound", (why, bounds) => {
  expect(bounds.unmeasured).toBe(why);
});

test("a client's own tools cost their tokens alone", () => {
  const tool = { type: "function", function: { name: "audio_player", parameters: {} } };

  expect(chat({ tools: [tool] }).unmeasured).toBeUndefined();
  expect(
    boundsOf("/v1/messages", {
      model: "m",
      messages: [user],
      max_tokens: 1,
      tools: [{ name: "video" }, { type: "bash_20250124", name: "bash" }],
    }).unmeasured,
  ).toBeUndefined();
});

test("embeddings have no answer, and of pictures they have prices of their own", () => {
  expect(boundsOf("/v1/embeddings", { model: "m", input: ["x"] })).toEqual({
    promptIsInBytes: true,
    answerTokens: undefined,
    hasAnswer: false,
    answers: 1,
    unmeasured: undefined,
  });
  expect(
    boundsOf("/v1/embeddings", { model: "m", input: [{ type: "image_url" }] }).unmeasured,
  ).toBe("embeddings of anything but text");
});
