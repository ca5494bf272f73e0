import { HeadgateError, type LedgerRow } from "@headgate/contract";
import { LINE_PREFIX_BYTES, MAX_LINE_BYTES, sealLine } from "./spool-line.ts";

const INITIAL_BYTES = 64 * 1024;
/** A buffer that had to grow beyond this is not kept. */
const KEPT_BYTES = 1024 * 1024;
/** UTF-8 takes at most three bytes for a unit of a JavaScript string. */
const MAX_BYTES_PER_UNIT = 3;

type Settlement = { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void };

function newSettlement(): Settlement {
  let resolve: () => void = unsettled;
  let reject: (error: Error) => void = unsettled;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
const unsettled = (): void => undefined;

/** Rows that go to the disk in one write, encoded as they come. All of them share one promise. */
export class RowGroup {
  #rows = 0;
  #length = 0;
  #bytes: Buffer = Buffer.allocUnsafeSlow(INITIAL_BYTES);
  #settlement: Settlement | undefined;

  get rows(): number {
    return this.#rows;
  }
  /** Bytes of {@link bytes} that hold lines. */
  get length(): number {
    return this.#length;
  }
  get bytes(): Buffer {
    return this.#bytes;
  }

  /**
   * Encodes a row behind the others; the promise settles with the group's write.
   * @throws HeadgateError `internal` when the row cannot be written as one line
   */
  add(row: LedgerRow): Promise<void> {
    const json = JSON.stringify(row);
    const start = this.#length;
    const jsonStart = start + LINE_PREFIX_BYTES;
    if (jsonStart + json.length * MAX_BYTES_PER_UNIT + 1 > this.#bytes.length) {
      const lineBytes = LINE_PREFIX_BYTES + Buffer.byteLength(json) + 1;
      if (lineBytes > MAX_LINE_BYTES) {
        throw new HeadgateError("internal", `row ${row.row_id} is too long for the spool`, {
          bytes: lineBytes,
        });
      }
      this.#reserve(start + lineBytes);
    }
    const jsonEnd = jsonStart + this.#bytes.write(json, jsonStart, "utf8");
    this.#length = sealLine(this.#bytes, start, jsonEnd);
    this.#rows += 1;
    this.#settlement ??= newSettlement();
    return this.#settlement.promise;
  }

  /** Tells the waiting rows how the write ended and empties the group for the next ones. */
  settle(error?: Error): void {
    const settlement = this.#settlement;
    this.#settlement = undefined;
    this.#rows = 0;
    this.#length = 0;
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = Buffer.allocUnsafeSlow(INITIAL_BYTES);
    if (error === undefined) settlement?.resolve();
    else settlement?.reject(error);
  }

  #reserve(bytes: number): void {
    if (bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(bytes, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
