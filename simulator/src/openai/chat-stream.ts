import type { Output } from "../output/plan-output.ts";
import type { StreamAnswer } from "../server/answer.ts";
import { batches } from "../text/batches.ts";
import { tokenPieces } from "../text/tokenizer.ts";
import type { ChatAnswer } from "./chat-answer.ts";
import { FINGERPRINT, finishReasons } from "./chat-json.ts";
import { chatUsageText } from "./usage.ts";

/** A chat completion as a stream of chunks; the choices' deltas take turns. */
export function chatStream(
  answer: ChatAnswer,
  options: Readonly<{ includeUsage: boolean; tokensPerDelta: number }>,
): StreamAnswer {
  const before = `data: {"id":"${answer.id}","object":"chat.completion.chunk","created":${answer.createdS},"model":${JSON.stringify(answer.model)},"service_tier":"${answer.serviceTier}","system_fingerprint":"${FINGERPRINT}","choices":[`;
  const after = options.includeUsage ? `],"usage":null}\n\n` : "]}\n\n";
  const chunk = (index: number, delta: string, finish: string): string =>
    `${before}{"index":${index},"delta":${delta},"logprobs":null,"finish_reason":${finish}}${after}`;

  let head = "";
  let tail = "";
  const perChoice = answer.outputs.map((output, index) => {
    head += chunk(index, openingDelta(output, answer.callId(index)), "null");
    tail += chunk(index, "{}", `"${finishReasons[output.stop]}"`);
    return batches(tokenPieces(output.part?.text ?? ""), options.tokensPerDelta).map((text) =>
      chunk(index, delta(output, text), "null"),
    );
  });
  if (options.includeUsage) {
    tail += `${before}],"usage":${chatUsageText(answer.usage)}}\n\n`;
  }
  return {
    kind: "stream",
    head,
    deltas: inTurns(perChoice),
    tail: `${tail}data: [DONE]\n\n`,
    billed: answer.usage,
  };
}

function openingDelta(output: Output, callId: string): string {
  if (output.part?.kind !== "tool") return `{"role":"assistant","content":"","refusal":null}`;
  return `{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"${callId}","type":"function","function":{"name":${JSON.stringify(output.part.name)},"arguments":""}}],"refusal":null}`;
}

const delta = (output: Output, text: string): string =>
  output.part?.kind === "tool"
    ? `{"tool_calls":[{"index":0,"function":{"arguments":${JSON.stringify(text)}}}]}`
    : `{"content":${JSON.stringify(text)}}`;

function inTurns(lists: readonly (readonly string[])[]): readonly string[] {
  const [only] = lists;
  if (lists.length === 1 && only !== undefined) return only;
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, turn) =>
    lists.flatMap((list) => list.slice(turn, turn + 1)),
  ).flat();
}
