import { type JsonObject, objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import { sseText } from "../../stream-ending/sse-text.ts";
import {
  nothingAdded,
  type StreamEnd,
  type StreamEnding,
  type StreamPiece,
} from "../../stream-ending/stream-ending.ts";
import { writeStop } from "../../translate/anthropic-messages/stop.ts";
import { writeMessagesUsage } from "../../translate/anthropic-messages/usage.ts";

/** Ends a stream of message events: the open block, the reason with usage, `message_stop`. */
export class MessagesStreamEnding implements StreamEnding {
  /** The index of the block that has not stopped. */
  #open: number | undefined;

  take(event: JsonObject, name: string | undefined): StreamPiece {
    const type = textOrAbsent(event.type) ?? name;
    if (type === "content_block_stop") this.#open = undefined;
    if (type === "content_block_start") {
      this.#open = indexOf(event);
      const block = objectOrAbsent(event.content_block);
      const kind = textOrAbsent(block?.type);
      return {
        text: textOrAbsent(block?.text) ?? "",
        hasToolCall: kind?.endsWith("tool_use") === true,
      };
    }
    if (type !== "content_block_delta") return nothingAdded;
    return { text: textOrAbsent(objectOrAbsent(event.delta)?.text) ?? "", hasToolCall: false };
  }

  end({ as, usage }: StreamEnd): Buffer {
    const stated = usage === undefined ? undefined : writeMessagesUsage(usage, undefined);
    const events: readonly JsonObject[] = [
      ...(this.#open === undefined ? [] : [{ type: "content_block_stop", index: this.#open }]),
      {
        type: "message_delta",
        delta: writeStop({ reason: as === "finished" ? "end" : "length" }),
        // A member of this name must be there; what is not known is null, not 0.
        usage: stated ?? { output_tokens: null },
      },
      { type: "message_stop" },
    ];
    return Buffer.from(events.map((event) => sseText(event, String(event.type))).join(""));
  }
}

const indexOf = ({ index }: JsonObject): number | undefined =>
  typeof index === "number" ? index : undefined;
