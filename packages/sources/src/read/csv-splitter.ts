const NEWLINE = 0x0a;
const QUOTE = 0x22;
const NOTHING = Buffer.alloc(0);

/** One row's bytes, with its line end. Of a row that is given up: `unclosed` has its first line alone. */
export type CsvPiece = Readonly<{
  kind: "row" | "unclosed" | "too_long";
  bytes: Buffer;
  /** The line at which it begins. */
  line: number;
}>;

/**
 * Cuts CSV where a line ends outside of quotes. What a cell is, is the CSV library's to say; this knows where
 * rows end, so that a row that is wrong can be told from the next. Holds at most one row: of quotes that have
 * not closed after `maxRowBytes` the first line is given up, and the lines behind it are rows again.
 */
export class CsvSplitter {
  readonly #maxRowBytes: number;
  #rest: Buffer = NOTHING;
  #line: number;
  #dropping = false;

  constructor(maxRowBytes: number, line = 1) {
    this.#maxRowBytes = maxRowBytes;
    this.#line = line;
  }

  get line(): number {
    return this.#line;
  }

  /** `last`: no more follows, so what is left is a row too. */
  push(chunk: Uint8Array, last: boolean): CsvPiece[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const data = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const pieces: CsvPiece[] = [];
    let start = this.#dropping ? this.#drop(data) : 0;
    while (start < data.length) {
      const row = rowFrom(data, start);
      const tooLong = row.end - start > this.#maxRowBytes;
      const firstEnd = lineEnd(data, start);
      if (row.inQuotes && (last || (tooLong && firstEnd < data.length))) {
        start = this.#take(pieces, { kind: "unclosed", data, start, end: firstEnd, lines: 1 });
      } else if (row.whole || last) {
        const kind = tooLong ? "too_long" : "row";
        start = this.#take(pieces, { kind, data, start, end: row.end, lines: row.lines });
      } else if (tooLong) {
        this.#dropping = true;
        start = this.#take(pieces, { kind: "too_long", data, start, end: row.end, lines: 0 });
      } else break;
    }
    this.#rest = data.subarray(start);
    return pieces;
  }

  #take(
    pieces: CsvPiece[],
    taken: { kind: CsvPiece["kind"]; data: Buffer; start: number; end: number; lines: number },
  ): number {
    const { kind, data, start, end, lines } = taken;
    pieces.push({ kind, bytes: data.subarray(start, end), line: this.#line });
    this.#line += lines;
    return end;
  }

  #drop(data: Buffer): number {
    const newline = data.indexOf(NEWLINE);
    if (newline === -1) return data.length;
    this.#dropping = false;
    this.#line += 1;
    return newline + 1;
  }
}

/** A row over several lines whose quotes are wrong: its first line, and what follows as rows again. */
export function splitAgain(piece: CsvPiece, maxRowBytes: number): CsvPiece[] {
  const end = lineEnd(piece.bytes, 0);
  const behind = new CsvSplitter(maxRowBytes, piece.line + 1);
  const first: CsvPiece = { kind: "row", bytes: piece.bytes.subarray(0, end), line: piece.line };
  return [first, ...behind.push(piece.bytes.subarray(end), true)];
}

type Row = Readonly<{ end: number; lines: number; whole: boolean; inQuotes: boolean }>;

function rowFrom(data: Buffer, start: number): Row {
  let lines = 1;
  let inQuotes = false;
  for (let at = start; at < data.length; at += 1) {
    const byte = data[at];
    if (byte === QUOTE) inQuotes = !inQuotes;
    else if (byte === NEWLINE) {
      if (!inQuotes) return { end: at + 1, lines, whole: true, inQuotes };
      lines += 1;
    }
  }
  return { end: data.length, lines, whole: false, inQuotes };
}

function lineEnd(data: Buffer, start: number): number {
  const newline = data.indexOf(NEWLINE, start);
  return newline === -1 ? data.length : newline + 1;
}
