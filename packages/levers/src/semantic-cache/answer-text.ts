import type { WireFormat } from "@headgate/contract";
import type { KeptAnswer } from "../exact-cache/kept-answer.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * The text that a kept answer gives, where it gives nothing else: undefined where the model called a tool, gave
 * several answers, an image or none, and of forms that are not read here.
 */
export function answerText(
  format: WireFormat,
  { body, stream }: Pick<KeptAnswer, "body" | "stream">,
): string | undefined {
  const text = body.toString("utf8");
  const pieces = stream ? eventsOf(text) : parsed(text);
  if (pieces === undefined) return undefined;
  const told: string[] = [];
  for (const piece of pieces) {
    const said = readers[format]?.(piece);
    if (said === undefined) return undefined;
    told.push(...said);
  }
  const whole = told.join("");
  return whole.trim() === "" ? undefined : whole;
}

/** What one answer, or one event of a stream, says in text; undefined where it holds anything else. */
type Reader = (piece: Json) => readonly string[] | undefined;

const readers: Partial<Record<WireFormat, Reader>> = {
  "openai.chat_completions": ({ choices }) => {
    const [choice, ...others] = listOf(choices);
    if (others.length > 0) return undefined;
    const said = objectOf(choice?.message) ?? objectOf(choice?.delta) ?? {};
    const holdsMore = said.tool_calls ?? said.function_call ?? said.audio ?? said.refusal;
    return isNothing(holdsMore) ? textsOf(said.content) : undefined;
  },
  "openai.responses": (piece) => {
    // A stream's last event holds all of the answer; those before it say it in pieces.
    const response = piece.type === "response.completed" ? objectOf(piece.response) : piece;
    if (response?.output === undefined) return [];
    return all(listOf(response.output), ({ type, content }) => {
      if (type === "reasoning") return [];
      return type === "message" ? partsOf(content, "output_text") : undefined;
    });
  },
  "anthropic.messages": ({ type, content, content_block, delta }) => {
    if (type === "message") return partsOf(content, "text");
    const begun = objectOf(content_block);
    if (begun !== undefined) return partsOf([begun], "text");
    const said = objectOf(delta);
    return typeof said?.text === "string" ? [said.text] : [];
  },
  "gemini.generate_content": ({ candidates }) => {
    const [candidate, ...others] = listOf(candidates);
    if (others.length > 0) return undefined;
    return all(listOf(objectOf(candidate?.content)?.parts), ({ text, thought }) => {
      if (thought === true) return [];
      return typeof text === "string" ? [text] : undefined;
    });
  },
  "bedrock.converse": ({ output }) =>
    all(listOf(objectOf(objectOf(output)?.message)?.content), ({ text, reasoningContent }) => {
      if (reasoningContent !== undefined) return [];
      return typeof text === "string" ? [text] : undefined;
    }),
};

/** Parts of one kind as texts; what a model thought is no part of its answer. */
function partsOf(content: unknown, kind: string): readonly string[] | undefined {
  return all(listOf(content), ({ type, text }) => {
    if (type === "thinking" || type === "redacted_thinking") return [];
    return type === kind && typeof text === "string" ? [text] : undefined;
  });
}

function textsOf(content: unknown): readonly string[] | undefined {
  if (content === undefined || content === null) return [];
  return typeof content === "string" ? [content] : partsOf(content, "text");
}

function all(
  items: readonly Json[],
  read: (item: Json) => readonly string[] | undefined,
): readonly string[] | undefined {
  const told = items.map(read);
  return told.includes(undefined) ? undefined : told.flatMap((texts) => texts ?? []);
}

/** The data of a stream of events (WHATWG HTML, server-sent events); undefined where one is not JSON. */
function eventsOf(text: string): readonly Json[] | undefined {
  const events: Json[] = [];
  for (const event of text.split(/\r?\n\r?\n/)) {
    const data = event
      .split(/\r?\n/)
      .filter((line) => line.startsWith("data:"))
      .map((line) => line.slice(5).trimStart())
      .join("\n");
    if (data === "" || data === "[DONE]") continue;
    const read = parsed(data);
    if (read === undefined) return undefined;
    events.push(...read);
  }
  return events.length === 0 ? undefined : events;
}

function parsed(text: string): readonly Json[] | undefined {
  try {
    const json: unknown = JSON.parse(text);
    // Gemini's stream without events is a list of answers.
    return Array.isArray(json) ? listOf(json) : listOf([json]);
  } catch {
    return undefined;
  }
}

const objectOf = (value: unknown): Json | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Json)
    : undefined;

const listOf = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.map(objectOf).filter((item) => item !== undefined) : [];

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);
