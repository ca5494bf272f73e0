const LF = 0x0a;
const CR = 0x0d;

/**
 * Finds where server-sent events end in a stream that arrives in pieces. Lines end in LF, CRLF or CR
 * and an empty line ends an event (https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream,
 * not read again). An event's end lies after the whole line end, so that no byte is without an event.
 */
export class SseEventEnds {
  /** Nothing stands on the current line yet. */
  #lineEmpty = true;
  /** The last byte seen was a CR; whether an LF belongs to it is not known yet. */
  #afterCarriageReturn = false;
  /** The line that the pending CR ended was empty. */
  #endPending = false;

  /** The last event ended with the last byte; an LF could still have come to belong to it. */
  get atEnd(): boolean {
    return this.#endPending;
  }

  /**
   * Offsets in `chunk` at which an event ends, in order; 0 when it ended with the chunk before.
   *
   * @param text the chunk read as Latin-1: searching a string is several times faster than a buffer
   */
  scan(chunk: Buffer, text = chunk.toString("latin1")): number[] {
    if (this.#afterCarriageReturn || text.includes("\r")) return this.#scanBytes(chunk);
    const ends: number[] = [];
    if (text.length === 0) return ends;
    if (this.#lineEmpty && text.startsWith("\n")) ends.push(1);
    let at = text.indexOf("\n\n");
    while (at !== -1) {
      ends.push(at + 2);
      at = text.indexOf("\n\n", at + 1);
    }
    this.#lineEmpty = text.endsWith("\n");
    return ends;
  }

  #scanBytes(chunk: Buffer): number[] {
    const ends: number[] = [];
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (this.#afterCarriageReturn) {
        this.#afterCarriageReturn = false;
        const end = byte === LF ? at + 1 : at;
        if (this.#endPending) ends.push(end);
        this.#endPending = false;
        if (byte === LF) continue;
      }
      if (byte === LF) {
        if (this.#lineEmpty) ends.push(at + 1);
        this.#lineEmpty = true;
      } else if (byte === CR) {
        this.#afterCarriageReturn = true;
        this.#endPending = this.#lineEmpty;
        this.#lineEmpty = true;
      } else this.#lineEmpty = false;
    }
    return ends;
  }
}

/** What an event carries; `data` is `undefined` when it has no such line (comments, keep-alives). */
export type SseEvent = Readonly<{
  name: string | undefined;
  data: string | undefined;
  /** Some line is no field of the specification. */
  foreign: boolean;
}>;

const fields = ["data", "event", "id", "retry"];

/**
 * Reads the lines of one event.
 *
 * @param cut the last line may be the beginning of one
 */
export function readSseEvent(bytes: Buffer, cut = false): SseEvent {
  let name: string | undefined;
  let data: string | undefined;
  let foreign = false;
  let text = bytes.toString("utf8");
  if (text.startsWith("\uFEFF")) text = text.slice(1);
  const lines = text.split(/\r\n|\n|\r/);
  lines.forEach((line, index) => {
    if (line === "" || line.startsWith(":")) return;
    const colon = line.indexOf(":");
    const field = colon === -1 ? line : line.slice(0, colon);
    const skip = colon === -1 ? line.length : line[colon + 1] === " " ? colon + 2 : colon + 1;
    const value = line.slice(skip);
    if (field === "data") data = data === undefined ? value : `${data}\n${value}`;
    else if (field === "event") name = value;
    else if (!fields.includes(field)) {
      const begun = cut && colon === -1 && index === lines.length - 1;
      if (!begun || !fields.some((known) => known.startsWith(field))) foreign = true;
    }
  });
  return { name, data, foreign };
}
