import { type JsonObject, objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import {
  nothingAdded,
  type StreamEnd,
  type StreamEnding,
  type StreamPiece,
} from "../../stream-ending/stream-ending.ts";
import { writeFrame } from "../../translate/bedrock-converse/frames.ts";
import { writeStopReason } from "../../translate/bedrock-converse/stop.ts";
import { writeConverseUsage } from "../../translate/bedrock-converse/usage.ts";

/** Ends a ConverseStream: the open block, the reason, the usage in `metadata`. */
export class ConverseStreamEnding implements StreamEnding {
  /** The index of the block that has not stopped. */
  #open: number | undefined;

  take(event: JsonObject, name: string | undefined): StreamPiece {
    const body = name === undefined ? undefined : objectOrAbsent(event[name]);
    if (body === undefined) return nothingAdded;
    if (name === "contentBlockStop") this.#open = undefined;
    if (name === "contentBlockStart" || name === "contentBlockDelta") {
      const { contentBlockIndex: index } = body;
      this.#open = typeof index === "number" ? index : this.#open;
    }
    const part = objectOrAbsent(body.delta) ?? objectOrAbsent(body.start);
    if (part === undefined) return nothingAdded;
    return { text: textOrAbsent(part.text) ?? "", hasToolCall: part.toolUse !== undefined };
  }

  end({ as, usage }: StreamEnd): Buffer {
    const stated = usage === undefined ? undefined : writeConverseUsage(usage);
    const stopReason = writeStopReason({ reason: as === "finished" ? "end" : "length" });
    const block = { contentBlockIndex: this.#open };
    return Buffer.concat([
      ...(this.#open === undefined ? [] : [frame("contentBlockStop", block)]),
      frame("messageStop", { stopReason }),
      frame("metadata", { ...(stated !== undefined && { usage: stated }), metrics: {} }),
    ]);
  }
}

const frame = (type: string, json: JsonObject): Buffer =>
  writeFrame({ type, isException: false, json });
