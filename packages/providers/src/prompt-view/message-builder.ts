import type { JsonPath } from "../json-path.ts";
import type { PromptMessage, PromptText, ToolCall, ToolResult } from "./prompt-view.ts";

/** Takes down what a message holds, part by part. */
export class MessageBuilder {
  readonly #texts: PromptText[] = [];
  readonly #toolCalls: ToolCall[] = [];
  readonly #toolResults: ToolResult[] = [];
  readonly #documents: PromptText[] = [];
  #hasOther = false;
  #cacheMarked = false;

  text(path: JsonPath, text: unknown): void {
    if (typeof text === "string") this.#texts.push({ path, text });
    else this.#hasOther = true;
  }

  document(text: PromptText): void {
    this.#documents.push(text);
  }

  toolCall(call: ToolCall): void {
    this.#toolCalls.push(call);
  }

  toolResult(result: ToolResult): void {
    this.#toolResults.push(result);
  }

  other(): void {
    this.#hasOther = true;
  }

  cacheMark(): void {
    this.#cacheMarked = true;
  }

  build(path: JsonPath, role: PromptMessage["role"]): PromptMessage {
    return {
      path,
      role,
      texts: this.#texts,
      toolCalls: this.#toolCalls,
      toolResults: this.#toolResults,
      documents: this.#documents,
      hasOther: this.#hasOther,
      cacheMarked: this.#cacheMarked,
    };
  }
}
