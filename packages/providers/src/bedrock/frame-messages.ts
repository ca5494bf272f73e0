import { decodeFrame, type FrameMessage } from "./frame-codec.ts";
import { FrameSplitter } from "./frame-splitter.ts";

/** The messages of all whole and readable frames in a stream's bytes. */
export function* frameMessages(bytes: Buffer): Iterable<FrameMessage> {
  for (const frame of new FrameSplitter().push(bytes).frames) {
    const message = decodeFrame(frame);
    if (message !== undefined) yield message;
  }
}
