import { readSseEvent, SseEventEnds } from "../sse-events.ts";
import { ArrayElementEnds } from "./array-elements.ts";

/** How the chunks of one answer are told apart in its bytes: the two forms of `streamGenerateContent`. */
export interface StreamEvents {
  /** Offsets in `chunk` at which an event ends, in order; 0 when it ended with the chunk before. */
  scan(chunk: Buffer): number[];
  /** The JSON text of an event; `undefined` when it carries none. `foreign`: it is no such event at all. */
  json(event: Buffer): Readonly<{ text: string | undefined; foreign: boolean }>;
  /** The bytes end the last event although nothing follows it. */
  readonly atEnd: boolean;
  /** The form says of itself that it is whole; `undefined` when it has no end of its own. */
  readonly closed: boolean | undefined;
  /** What has to stand between what was relayed and an event of the caller's own. */
  joint(relayed: boolean): string;
}

/** `alt=sse`: server-sent events; the connection's end is the stream's. */
export function serverSentEvents(): StreamEvents {
  const ends = new SseEventEnds();
  return {
    scan: (chunk) => ends.scan(chunk),
    json: (event) => {
      const { data, foreign } = readSseEvent(event);
      return { text: data, foreign };
    },
    get atEnd() {
      return ends.atEnd;
    },
    closed: undefined,
    joint: () => "",
  };
}

/** Without `alt=sse`: one JSON array, an element a chunk, the separators before each. */
export function arrayElements(): StreamEvents {
  const ends = new ArrayElementEnds();
  return {
    scan: (chunk) => ends.scan(chunk),
    json: (event) => {
      const text = event.toString("utf8");
      const from = text.indexOf("{");
      return { text: from < 0 ? undefined : text.slice(from), foreign: ends.foreign };
    },
    atEnd: false,
    get closed() {
      return ends.closed;
    },
    joint: (relayed) => (relayed ? ",\n" : "["),
  };
}
