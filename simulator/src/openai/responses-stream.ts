import type { JsonObject } from "../json-object.ts";
import type { StreamAnswer } from "../server/answer.ts";
import { batches } from "../text/batches.ts";
import { tokenPieces } from "../text/tokenizer.ts";
import { outputText, reasoningItem, visibleItem } from "./response-items.ts";
import type { ResponsesAnswer } from "./responses-answer.ts";

/** A response as a stream of numbered events; it ends with the whole response, and no `[DONE]`. */
export function responsesStream(answer: ResponsesAnswer, tokensPerDelta: number): StreamAnswer {
  const { output, itemId } = answer;
  let sequence = 0;
  const event = (type: string, fields: JsonObject): string => {
    const data = JSON.stringify({ type, sequence_number: sequence, ...fields });
    sequence += 1;
    return `event: ${type}\ndata: ${data}\n\n`;
  };

  let head = event("response.created", { response: answer.opening });
  head += event("response.in_progress", { response: answer.opening });
  if (answer.reasons) {
    const item = reasoningItem(itemId);
    head += event("response.output_item.added", { output_index: 0, item });
    head += event("response.output_item.done", { output_index: 0, item });
  }
  const outputIndex = answer.reasons ? 1 : 0;
  const deltas: string[] = [];
  let tail = "";
  const { part } = output;
  if (part !== undefined) {
    const done = visibleItem(part, output, itemId);
    const item =
      part.kind === "text"
        ? { ...done, status: "in_progress", content: [] }
        : { ...done, status: "in_progress", arguments: "" };
    const place =
      part.kind === "text"
        ? { item_id: itemId("msg"), output_index: outputIndex, content_index: 0 }
        : { item_id: itemId("fc"), output_index: outputIndex };
    head += event("response.output_item.added", { output_index: outputIndex, item });
    if (part.kind === "text") {
      head += event("response.content_part.added", { ...place, part: outputText("") });
    }
    const isText = part.kind === "text";
    const deltaType = isText
      ? "response.output_text.delta"
      : "response.function_call_arguments.delta";
    const logprobs = isText ? `,"logprobs":[]` : "";
    const fixed = JSON.stringify(place).slice(1, -1);
    for (const text of batches(tokenPieces(part.text), tokensPerDelta)) {
      deltas.push(
        `event: ${deltaType}\ndata: {"type":"${deltaType}","sequence_number":${sequence},${fixed},"delta":${JSON.stringify(text)}${logprobs}}\n\n`,
      );
      sequence += 1;
    }
    if (isText) {
      tail += event("response.output_text.done", { ...place, text: part.text, logprobs: [] });
      tail += event("response.content_part.done", { ...place, part: outputText(part.text) });
    } else {
      tail += event("response.function_call_arguments.done", {
        ...place,
        arguments: part.text,
        name: part.name,
      });
    }
    tail += event("response.output_item.done", { output_index: outputIndex, item: done });
  }
  const last = output.stop === "length" ? "response.incomplete" : "response.completed";
  tail += event(last, { response: answer.closing });
  return { kind: "stream", head, deltas, tail, billed: answer.usage };
}
