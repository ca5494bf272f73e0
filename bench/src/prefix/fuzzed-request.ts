/** A request of some wire format: what is sent, and where it must arrive. */
export type FuzzedRequest = Readonly<{
  format: string;
  path: string;
  arrivesAt: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}>;

type Chance = () => number;

const GEMINI = "models/gemini-2.5-flash";
const CLAUDE = "anthropic.claude-sonnet-4-5-20250929-v1:0";

/** Every wire format that takes a body, with a path of it and what a stream of it asks for. */
const formats = [
  ["openai.chat_completions", "/v1/chat/completions", "/v1/chat/completions", "usage"],
  ["openai.responses", "/v1/responses", "/v1/responses", "member"],
  ["openai.embeddings", "/v1/embeddings", "/v1/embeddings", "none"],
  ["anthropic.messages", "/v1/messages", "/v1/messages", "member"],
  ["anthropic.count_tokens", "/v1/messages/count_tokens", "/v1/messages/count_tokens", "none"],
  [
    "gemini.generate_content",
    `/gemini/v1beta/${GEMINI}:generateContent`,
    `/v1beta/${GEMINI}:generateContent`,
    "none",
  ],
  [
    "gemini.generate_content stream",
    `/gemini/v1beta/${GEMINI}:streamGenerateContent?alt=sse`,
    `/v1beta/${GEMINI}:streamGenerateContent?alt=sse`,
    "none",
  ],
  [
    "gemini.count_tokens",
    `/gemini/v1beta/${GEMINI}:countTokens`,
    `/v1beta/${GEMINI}:countTokens`,
    "none",
  ],
  [
    "gemini.embed_content",
    `/gemini/v1beta/models/gemini-embedding-001:embedContent`,
    `/v1beta/models/gemini-embedding-001:embedContent`,
    "none",
  ],
  ["bedrock.converse", `/bedrock/model/${CLAUDE}/converse`, `/model/${CLAUDE}/converse`, "none"],
  [
    "bedrock.converse stream",
    `/bedrock/model/${CLAUDE}/converse-stream`,
    `/model/${CLAUDE}/converse-stream`,
    "none",
  ],
  ["bedrock.invoke_model", `/bedrock/model/${CLAUDE}/invoke`, `/model/${CLAUDE}/invoke`, "none"],
] as const;

/** One request: members in any order and number, white space, escapes and numbers written in any way. */
export function fuzzedRequest(chance: Chance): FuzzedRequest {
  const [format, path, arrivesAt, stream] = pick(chance, formats);
  const members = Array.from({ length: whole(chance, 6) }, (_, index) => [
    `${pick(chance, ["messages", "input", "tools", "metadata", "contents", "x"])}${chance() < 0.5 ? "" : index}`,
    valueText(chance, 0),
  ]);
  if (chance() < 0.3) members.push(["temperature", pick(chance, ["0", "0.0", "1e0", "0.70"])]);
  if (stream !== "none" && chance() < 0.3) {
    members.push(["stream", "true"]);
    if (stream === "usage") members.push(["stream_options", '{ "include_usage" :true}']);
  }
  const talk = talks[format];
  if (talk !== undefined && chance() < 0.5)
    return talkIn(chance, { format, path, arrivesAt, talk });
  // Names that the readers of requests look at come once, with the types that they must have.
  const told = [["model", '"gpt-5-mini"'], ...members.filter(([name]) => name !== "input")];
  const shuffled = told.toSorted(() => chance() - 0.5);
  const text = `${space(chance)}{${shuffled
    .map(
      ([name = "", value]) =>
        `${space(chance)}${JSON.stringify(name)}${space(chance)}:${space(chance)}${value}`,
    )
    .join(`${space(chance)},`)}${space(chance)}}${space(chance)}`;
  return {
    format,
    path,
    arrivesAt,
    headers: headersOf(path),
    body: Buffer.from(text),
  };
}

/** How a format writes a talk in which a tool was called: what levers look at, and find nothing to do in. */
type Talk = (said: Readonly<Record<"system" | "asked" | "found", string>>) => readonly string[];

const talks: Readonly<Partial<Record<(typeof formats)[number][0], Talk>>> = {
  "openai.chat_completions": ({ system, asked, found }) => [
    `"messages":[{"role":"system","content":${system}},{"role":"user","content":${asked}},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"look","arguments":"{ }"}}]},{"role":"tool","tool_call_id":"c1","content":${found}}]`,
  ],
  "openai.responses": ({ system, asked, found }) => [
    `"instructions":${system}`,
    `"input":[{"role":"user","content":${asked}},{"type":"function_call","call_id":"c1","name":"look","arguments":"{ }"},{"type":"function_call_output","call_id":"c1","output":${found}}]`,
  ],
  "anthropic.messages": ({ system, asked, found }) => [
    `"system":${system}`,
    `"messages":[{"role":"user","content":${asked}},{"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"look","input":{ }}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":${found}}]}]`,
    '"max_tokens" : 1e2',
  ],
  "gemini.generate_content": ({ system, asked }) => [
    `"systemInstruction":{"parts":[{"text":${system}}]}`,
    `"contents":[{"role":"user","parts":[{"text":${asked}}]}]`,
  ],
  "bedrock.converse": ({ system, asked, found }) => [
    `"system":[{"text":${system}}]`,
    `"messages":[{"role":"user","content":[{"text":${asked}}]},{"role":"assistant","content":[{"toolUse":{"toolUseId":"c1","name":"look","input":{ }}}]},{"role":"user","content":[{"toolResult":{"toolUseId":"c1","content":[{"text":${found}}]}}]}]`,
  ],
};

function talkIn(
  chance: Chance,
  {
    talk,
    ...where
  }: Pick<FuzzedRequest, "format" | "path" | "arrivesAt"> & Readonly<{ talk: Talk }>,
): FuzzedRequest {
  const members = talk({
    system: stringText(chance),
    asked: stringText(chance),
    // Of a text without white space at its ends, control sequences and JSON no pass takes anything away.
    found: `"found ${whole(chance, 1_000)} lines: é \\u0061 ${whole(chance, 1_000)}"`,
  });
  const told = ['"model":"gpt-5-mini"', ...members].toSorted(() => chance() - 0.5);
  return {
    ...where,
    headers: headersOf(where.path),
    body: Buffer.from(`{${space(chance)}${told.join(`${space(chance)},${space(chance)}`)} }`),
  };
}

const headersOf = (path: string): FuzzedRequest["headers"] =>
  path.startsWith("/v1/messages") ? { "anthropic-version": "2023-06-01" } : {};

function valueText(chance: Chance, depth: number): string {
  const kind = depth > 3 ? whole(chance, 4) : whole(chance, 7);
  switch (kind) {
    case 0:
      return pick(chance, ["true", "false", "null"]);
    case 1:
      return numberText(chance);
    case 2:
    case 3:
      return stringText(chance);
    case 4:
      return `[${list(chance, () => valueText(chance, depth + 1))}]`;
    default:
      return `{${list(chance, () => `${stringText(chance)}${space(chance)}:${space(chance)}${valueText(chance, depth + 1)}`)}}`;
  }
}

const list = (chance: Chance, item: () => string): string =>
  Array.from({ length: whole(chance, 4) }, () => `${space(chance)}${item()}${space(chance)}`).join(
    ",",
  );

const numberText = (chance: Chance): string =>
  pick(chance, [
    String(whole(chance, 1_000)),
    `-${whole(chance, 9)}.${whole(chance, 999)}0`,
    `${whole(chance, 9)}E+${whole(chance, 20)}`,
    "-0",
    "12345678901234567890",
    "0.1000000000000000055511151231257827",
  ]);

function stringText(chance: Chance): string {
  const letters = Array.from({ length: whole(chance, 30) }, () =>
    pick(chance, [
      ...["a", "Z", " ", "é", "漢", "🙂", "\\n", "\\u0041", "\\ud83d\\ude42", "\\ud800", '\\"'],
      ...["\\/", "/", "\\\\", "{", "}", "[", ",", ":", "\u2028", "\u200b", "e\u0301"],
    ]),
  );
  return `"${letters.join("")}"`;
}

const space = (chance: Chance): string =>
  chance() < 0.6 ? "" : pick(chance, [" ", "\n", "\t", "\r\n  ", "   "]);
const whole = (chance: Chance, below: number): number => Math.floor(chance() * below);
function pick<Item>(chance: Chance, items: readonly Item[]): Item {
  const item = items[whole(chance, items.length)];
  if (item === undefined) throw new RangeError("nothing to pick from");
  return item;
}
