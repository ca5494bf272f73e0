import { expect, test } from "vitest";
import { type LoggedRequest, loggedRequestFacts } from "./logged-request.ts";

const terms = { salt: Buffer.from("one salt"), maxCachedBytes: 100_000, maxPrefixBytes: 100_000 };
const chat: LoggedRequest = {
  operation: "chat",
  format: "openai.chat_completions",
  json: {
    model: "small",
    temperature: 0,
    max_tokens: 50,
    messages: [
      { role: "system", content: "Sort the ticket." },
      { role: "user", content: "My parcel is late" },
    ],
  },
  provider: "openai",
  model: "small",
  asker: undefined,
  tags: {},
  inputTokens: 17,
  finishReason: "end",
};
const digestOf = (about: Partial<LoggedRequest>, salt = terms.salt): string | undefined =>
  loggedRequestFacts({ ...chat, ...about }, { ...terms, salt })?.request_facts?.digest;

test("of a logged chat its sizes, limits and what it is for are told, and no text", () => {
  const facts = loggedRequestFacts(chat, terms);

  expect(facts).toMatchObject({
    prompt_parts: { system: 16, user: 17 },
    request_facts: { deterministic: true, max_output_tokens: 50, turns: 2, finish_reason: "end" },
  });
  expect(JSON.stringify(facts)).not.toMatch(/parcel|ticket/i);
});

test("the same request has the same digest, whatever the order of its members; another one another", () => {
  const { messages, model, ...settings } = chat.json;
  const other = [{ role: "user", content: "My parcel is here" }];

  expect(digestOf({ json: { ...settings, messages, model } })).toBe(digestOf({}));
  expect(digestOf({ json: { ...chat.json, messages: other } })).not.toBe(digestOf({}));
  expect(digestOf({ json: { ...chat.json, temperature: 1 } })).not.toBe(digestOf({}));
  expect(digestOf({ model: "large" })).not.toBe(digestOf({}));
});

test("prompts whose words a log hides are told apart by what was counted", () => {
  const hidden = { json: { messages: [{ role: "user", content: "[hidden]" }] } };

  expect(digestOf({ ...hidden, inputTokens: 12 })).not.toBe(
    digestOf({ ...hidden, inputTokens: 13 }),
  );
  expect(digestOf({ ...hidden, inputTokens: 12 })).toBe(digestOf({ ...hidden, inputTokens: 12 }));
});

test("of a body that is shorter than what was asked nothing is told", () => {
  expect(loggedRequestFacts({ ...chat, inputTokens: 5_000 }, terms)).toBeUndefined();
});

test("digests of two salts cannot be compared", () => {
  expect(digestOf({}, Buffer.from("another"))).not.toBe(digestOf({}));
});

test("an embedding is told apart by its text, and has no parts of a prompt", () => {
  const embedding = (input: string) =>
    loggedRequestFacts(
      {
        ...chat,
        operation: "embeddings",
        format: "openai.embeddings",
        json: { input, model: "small" },
      },
      terms,
    );

  expect(embedding("a")).toEqual({
    request_facts: { deterministic: true, digest: embedding("a")?.request_facts?.digest },
  });
  expect(embedding("a")).not.toEqual(embedding("b"));
});

test("a long prompt has the places at which a provider's cache could keep it, one asker's apart from another's", () => {
  const system = { role: "system", content: "Sort the ticket. ".repeat(200) };
  const placesFor = (asker: string) =>
    loggedRequestFacts(
      {
        ...chat,
        asker,
        json: { ...chat.json, messages: [system, { role: "user", content: "Hm" }] },
      },
      terms,
    )?.request_facts?.prefix?.places;

  expect(placesFor("one")).toHaveLength(2);
  expect(placesFor("one")).not.toEqual(placesFor("other"));
});

test("what cannot be told of a body is left out, and is said of one that no cache takes", () => {
  const facts = loggedRequestFacts(
    { ...chat, format: "bedrock.invoke_model", json: { prompt: { id: "kept elsewhere" } } },
    terms,
  );

  expect(facts).toEqual({ request_facts: { finish_reason: "end", not_cached: "server_state" } });
});
