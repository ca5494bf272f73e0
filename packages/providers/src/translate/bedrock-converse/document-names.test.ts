import { expect, test } from "vitest";
import { isJsonObject, listOrEmpty } from "../../json-values.ts";
import { openaiProvider } from "../openai-provider.fixture.ts";
import { translateRequest } from "../translate-request.ts";

const document = (title?: string) => ({
  type: "document",
  source: { type: "text", media_type: "text/plain", data: "Some text." },
  ...(title !== undefined && { title }),
});
const user = (...content: readonly object[]) => ({ role: "user", content });
const said = { role: "assistant", content: "Read." };

function written(...messages: readonly object[]) {
  const { request, notes } = translateRequest({
    from: "anthropic.messages",
    to: "bedrock.converse",
    request: {
      model: "m",
      stream: false,
      usageRequested: true,
      json: { model: "m", max_tokens: 5, messages },
    },
    pathAndQuery: "/v1/messages",
    model: "anthropic.claude-sonnet-4-6",
    provider: openaiProvider,
  });
  return { messages: listOrEmpty(request.json?.messages), notes };
}

/** The names of all documents, wherever they stand. */
function namesIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (!isJsonObject(value)) return [];
  return isJsonObject(value.document)
    ? [value.document.name]
    : Object.values(value).flatMap(namesIn);
}

test("documents without names get names that differ, in results of tools and across turns too", () => {
  const { messages, notes } = written(
    user(document(), document()),
    { role: "assistant", content: [{ type: "tool_use", id: "t", name: "f", input: {} }] },
    user({ type: "tool_result", tool_use_id: "t", content: [document()] }, document()),
  );

  expect(namesIn(messages)).toEqual(["document", "document 2", "document 3", "document 4"]);
  expect(notes.approximated).toEqual([]);
});

test("a name that was given before is numbered, and the client is told", () => {
  const { messages, notes } = written(
    user(document("report"), document("Report"), document("report 2"), document("report.")),
  );

  expect(namesIn(messages)).toEqual(["report", "Report 2", "report 2 2", "report-"]);
  expect(notes.approximated.map(({ reason }) => reason)).toContain(
    "Converse takes each name once in a conversation",
  );
});

test("what a later turn adds changes no byte before it", () => {
  const first = [user(document(), document("report")), said];
  const { messages } = written(...first);

  expect(written(...first, user(document("report"), document())).messages.slice(0, 2)).toEqual(
    messages,
  );
});
