import type { Output, StopReason } from "../output/plan-output.ts";
import type { JsonAnswer } from "../server/answer.ts";
import type { ChatAnswer } from "./chat-answer.ts";
import { chatUsageText } from "./usage.ts";

export const FINGERPRINT = "fp_simulator";

export const finishReasons = {
  end: "stop",
  "stop-sequence": "stop",
  length: "length",
  tool: "tool_calls",
} as const satisfies Record<StopReason, string>;

/** A chat completion as one JSON body, put together as text because this is the path of the benches. */
export function chatJson(answer: ChatAnswer, withUsage: boolean): JsonAnswer {
  const choices = answer.outputs
    .map((output, index) => choiceText(output, index, answer.callId(index)))
    .join(",");
  const usage = withUsage ? `,"usage":${chatUsageText(answer.usage)}` : "";
  return {
    kind: "json",
    status: 200,
    body: `{"id":"${answer.id}","object":"chat.completion","created":${answer.createdS},"model":${JSON.stringify(answer.model)},"choices":[${choices}]${usage},"service_tier":"${answer.serviceTier}","system_fingerprint":"${FINGERPRINT}"}`,
    billed: answer.usage,
  };
}

function choiceText(output: Output, index: number, callId: string): string {
  const { part } = output;
  const content = part?.kind === "tool" ? "null" : JSON.stringify(part?.text ?? "");
  const calls =
    part?.kind === "tool"
      ? `,"tool_calls":[{"id":"${callId}","type":"function","function":{"name":${JSON.stringify(part.name)},"arguments":${JSON.stringify(part.text)}}}]`
      : "";
  return `{"index":${index},"message":{"role":"assistant","content":${content}${calls},"refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"${finishReasons[output.stop]}"}`;
}
