import type { ServerResponse } from "node:http";
import type { JsonAnswer, StreamAnswer } from "./answer.ts";
import type { FaultName } from "./faults.ts";
import { writePaced } from "./write-paced.ts";

/** How an answer is sent. */
export type Conduct = Readonly<{
  /** Headers of the answer; the sender adds those of its body. */
  headers: Record<string, string>;
  fault: FaultName | undefined;
  tokenIntervalMs: number;
  /** Called with the number of deltas handed to the socket, as they are. */
  onDeltas: (count: number) => void;
}>;

/** Pieces and pause of the fault `slow-body`. */
const SLOW_PIECES = 16;
const SLOW_PAUSE_MS = 25;
const GARBAGE = "\u0000{<garbled>";
/** What a frame ends with. */
const CHECKSUM_BYTES = 4;

export function sendJson(response: ServerResponse, answer: JsonAnswer, conduct: Conduct): void {
  const body = conduct.fault === "garbled" ? garbledBody(answer.body) : answer.body;
  const { headers } = conduct;
  headers["content-type"] = "application/json";
  headers["content-length"] = String(Buffer.byteLength(body));
  response.writeHead(answer.status, Object.assign(headers, answer.headers));
  if (conduct.fault === "slow-body") sendSlowly(response, body);
  else if (conduct.fault === "hang-mid-stream") response.write(firstHalf(body));
  else if (conduct.fault === "cut") response.write(firstHalf(body), () => response.destroy());
  else response.end(body);
}

export function sendStream(response: ServerResponse, answer: StreamAnswer, conduct: Conduct): void {
  const { headers } = conduct;
  const { head, deltas, tail, framing } = answer;
  if (framing === "frames") headers["content-type"] = "application/vnd.amazon.eventstream";
  else if (framing === "array") headers["content-type"] = "application/json; charset=UTF-8";
  else {
    headers["content-type"] = "text/event-stream; charset=utf-8";
    headers["cache-control"] = "no-cache";
  }
  response.writeHead(200, headers);
  const encoding = framing === "frames" ? "latin1" : "utf8";
  const middle = Math.floor(deltas.length / 2);
  const write = (part: readonly string[], done: () => void): void => {
    writePaced(response, part, {
      first: head,
      encoding,
      intervalMs: conduct.tokenIntervalMs,
      onWritten: conduct.onDeltas,
      done,
    });
  };
  const atOnce = conduct.tokenIntervalMs === 0 && deltas.length <= WHOLE_STREAM_DELTAS;
  if (conduct.fault === "slow-body") {
    conduct.onDeltas(deltas.length);
    sendSlowly(response, head + deltas.join("") + tail, encoding);
  } else if (conduct.fault === "hang-mid-stream") {
    write(deltas.slice(0, middle), () => undefined);
  } else if (conduct.fault === "cut") {
    write(deltas.slice(0, middle), () => {
      const next = deltas[middle] ?? ": cut";
      response.write(next.slice(0, next.length / 2), encoding, () => response.destroy());
    });
  } else if (conduct.fault === "garbled") {
    write(garblers[framing ?? "events"](deltas, middle), () => response.end(tail, encoding));
  } else if (atOnce) {
    conduct.onDeltas(deltas.length);
    response.end(head + deltas.join("") + tail, encoding);
  } else {
    write(deltas, () => response.end(tail, encoding));
  }
}

/** A stream that is not paced and no longer than this goes out in one piece. */
const WHOLE_STREAM_DELTAS = 512;

const firstHalf = (body: string): Buffer => {
  const bytes = Buffer.from(body);
  return bytes.subarray(0, Math.floor(bytes.length / 2));
};

const garbledBody = (body: string): string => {
  const middle = Math.floor(body.length / 2);
  return body.slice(0, middle) + GARBAGE + body.slice(middle);
};

/** The event's JSON breaks off; what frames it stays, so that the events after it can be read. */
function withGarbledEvent(deltas: readonly string[], middle: number): readonly string[] {
  const event = deltas[middle];
  if (event === undefined) return [`data: ${GARBAGE}\n\n`];
  const json = event.indexOf("data: ") + "data: ".length;
  const end = event.indexOf("\n\n", json);
  const broken = event.slice(0, json + Math.floor((end - json) / 2)) + GARBAGE + event.slice(end);
  return deltas.with(middle, broken);
}

/** A frame keeps its length, so that those after it can be read; its checksum tells that it is broken. */
function withGarbledFrame(deltas: readonly string[], middle: number): readonly string[] {
  const frame = deltas[middle];
  if (frame === undefined) return deltas;
  const at = frame.length - GARBAGE.length - CHECKSUM_BYTES;
  return deltas.with(middle, frame.slice(0, at) + GARBAGE + frame.slice(at + GARBAGE.length));
}

/** An element that is no JSON any more; its braces stay, so that the elements after it can be told apart. */
function withGarbledElement(deltas: readonly string[], middle: number): readonly string[] {
  const element = deltas[middle];
  if (element === undefined) return deltas;
  const open = element.indexOf("{") + 1;
  return deltas.with(middle, `${element.slice(0, open)}\u0000<garbled>${element.slice(open)}`);
}

const garblers = {
  events: withGarbledEvent,
  frames: withGarbledFrame,
  array: withGarbledElement,
} as const;

function sendSlowly(
  response: ServerResponse,
  body: string,
  encoding: "latin1" | "utf8" = "utf8",
): void {
  writePaced(response, slowPieces(body, encoding), {
    intervalMs: SLOW_PAUSE_MS,
    encoding: "latin1",
    done: () => response.end(),
  });
}

/** The bytes of a body, each as one character, in equal pieces. */
function slowPieces(body: string, encoding: "latin1" | "utf8"): readonly string[] {
  const bytes = Buffer.from(body, encoding).toString("latin1");
  const size = Math.max(1, Math.ceil(bytes.length / SLOW_PIECES));
  const pieces: string[] = [];
  for (let place = 0; place < bytes.length; place += size) {
    pieces.push(bytes.slice(place, place + size));
  }
  return pieces;
}
