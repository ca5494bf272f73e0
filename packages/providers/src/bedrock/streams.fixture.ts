import { fixture } from "../streams.fixture.ts";
import { encodeFrame } from "./frame-codec.ts";

type Event = readonly [type: string, body: unknown];

/** An event as a frame. */
export const eventFrame = (type: string, body: unknown): Buffer =>
  encodeFrame(
    { ":event-type": type, ":content-type": "application/json", ":message-type": "event" },
    JSON.stringify(body),
  );

/** An exception as a frame. */
export const exceptionFrame = (type: string, message: string): Buffer =>
  encodeFrame(
    { ":exception-type": type, ":content-type": "application/json", ":message-type": "exception" },
    JSON.stringify({ message }),
  );

export const chunkFrame = (piece: unknown): Buffer =>
  eventFrame("chunk", {
    bytes: Buffer.from(JSON.stringify(piece)).toString("base64"),
    p: "abcdefgh",
  });

const listIn = (name: string): readonly unknown[] => JSON.parse(fixture(name).toString("utf8"));

/** The frames of a stream of Converse that thinks, writes and uses a tool. */
export const converseFrames = (): readonly Buffer[] =>
  (listIn("bedrock-converse-stream.json") as readonly Event[]).map(([type, body]) =>
    eventFrame(type, body),
  );

/** The frames of a stream of InvokeModel by Claude. */
export const claudeFrames = (): readonly Buffer[] =>
  listIn("bedrock-invoke-claude-stream.json").map(chunkFrame);
