import type { Logger } from "pino";
import type { z } from "zod";
import { readWhole } from "../kept/read-whole.ts";
import { writeWhole } from "../kept/write-whole.ts";

/** How long a change waits for others before it is written. */
const WRITE_AFTER_MS = 1_000;

/**
 * What a file holds; undefined where there is none, or it cannot be used, which is logged.
 * @param lost what then holds instead, for the log
 */
export function readKept<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  { log, lost }: Readonly<{ log: Logger; lost: string }>,
): z.output<Schema> | undefined {
  try {
    const text = readWhole(file);
    return text === undefined ? undefined : schema.parse(JSON.parse(text));
  } catch (error) {
    log.error({ file, error: String(error) }, `a file could not be read; ${lost}`);
    return undefined;
  }
}

/** Throws where that cannot be written. */
export const writeKept = (file: string, value: unknown): void =>
  writeWhole(file, JSON.stringify(value));

/** A small state that outlives the process: written a moment after it changed, and at the end. */
export class KeptState {
  readonly #file: string;
  readonly #log: Logger;
  readonly #value: () => unknown;
  #timer: NodeJS.Timeout | undefined;

  constructor({ file, log, value }: Readonly<{ file: string; log: Logger; value: () => unknown }>) {
    this.#file = file;
    this.#log = log;
    this.#value = value;
  }

  changed(): void {
    this.#timer ??= setTimeout(() => this.save(), WRITE_AFTER_MS).unref();
  }

  /** Writes what has changed and is not written yet. */
  save(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      writeKept(this.#file, this.#value());
    } catch (error) {
      this.#log.error({ file: this.#file, error: String(error) }, "a file could not be written");
    }
  }
}
