import type { WireFormat } from "@headgate/contract";
import type { Call } from "../../call/call.ts";
import type { Target } from "../../call/plan-targets.ts";
import { isKeptByProvider } from "../question-of.ts";

type Request = Readonly<Record<string, unknown>>;
type Beside = Readonly<{ pathAndQuery: string; body: Buffer; provider: string }>;

/** Where the answer as a stream and the answer as a whole have paths of their own. */
const wholePaths: readonly (readonly [RegExp, string])[] = [
  [/\/converse-stream$/, "/converse"],
  [/:streamGenerateContent$/, ":generateContent"],
];

/**
 * The same request, to another model, answered as a whole; undefined where it has no JSON body. It is the client's as it
 * came: what levers change of it, they change again.
 */
export function requestBeside(call: Call, { provider, model }: Target): Beside | undefined {
  const { wire, request } = call.asSent ?? call;
  if (request.json === undefined) return undefined;
  const { stream: _stream, stream_options: _options, ...whole } = request.json;
  const json = Buffer.from(JSON.stringify(unkept(wire.format, whole)));
  const at = { pathAndQuery: wholePath(call.pathAndQuery), body: json };
  const asked = model ?? request.model;
  const { pathAndQuery, body } = asked === undefined ? at : wire.withModel(at, asked);
  return { pathAndQuery, body, provider: provider.name };
}

/** Nobody goes on from it: it is not kept where the client's answers are. */
function unkept(format: WireFormat, request: Request): Request {
  if (!isKeptByProvider(format, request)) return request;
  const { metadata, ...bare } = request;
  // OpenAI refuses metadata of chat completions that it is not to keep; with Responses it takes them.
  const isTaken = format !== "openai.chat_completions" && metadata !== undefined;
  return { ...bare, ...(isTaken && { metadata }), store: false };
}

function wholePath(pathAndQuery: string): string {
  const [path = "", query] = pathAndQuery.split("?", 2);
  const whole = wholePaths.reduce((found, [stream, plain]) => found.replace(stream, plain), path);
  const kept = query === undefined ? [] : query.split("&").filter((part) => part !== "alt=sse");
  return kept.length === 0 ? whole : `${whole}?${kept.join("&")}`;
}
