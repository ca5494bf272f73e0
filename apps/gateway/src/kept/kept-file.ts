import { statSync } from "node:fs";
import type { Logger } from "pino";
import { z } from "zod";
import { readWhole } from "./read-whole.ts";
import { writeWhole } from "./write-whole.ts";

/** A process holds what it learned in bounds; a file beyond this is none that it wrote. */
const MOST_BYTES = 33_554_432;

type Options<State> = Readonly<{
  path: string;
  /** Raised when the state is of another shape or meaning: what was kept before is then begun anew. */
  version: number;
  schema: z.ZodType<State>;
  log: Pick<Logger, "warn">;
}>;

/** What a lever learned, kept beyond the process. A file that cannot be used is told, and learning begins anew. */
export class KeptFile<State> {
  readonly #options: Options<State>;

  constructor(options: Options<State>) {
    this.#options = options;
  }

  /**
   * Gives what was kept to whoever goes on from it.
   * @param take is told how long ago that was; a clock that went back says no time at all. May throw where it is of no use
   */
  restore(take: (state: State, agoMs: number) => void): void {
    const { path, version, schema } = this.#options;
    try {
      const size = statSync(path, { throwIfNoEntry: false })?.size;
      if (size !== undefined && size > MOST_BYTES)
        throw new RangeError(`${size} bytes are too many`);
      const text = readWhole(path);
      if (text === undefined) return;
      const head = headSchema.parse(JSON.parse(text));
      if (head.version !== version)
        throw new RangeError(`it is of version ${head.version}, not ${version}`);
      take(schema.parse(head.state), Math.max(0, Date.now() - head.saved_at_ms));
    } catch (error) {
      this.#tell(error, "what was learned could not be read; it is learned anew");
    }
  }

  /** @param state what the schema reads again */
  write(state: unknown): void {
    const { path, version } = this.#options;
    try {
      const text = JSON.stringify({ version, saved_at_ms: Date.now(), state });
      if (text.length > MOST_BYTES) throw new RangeError(`${text.length} bytes are too many`);
      writeWhole(path, text);
    } catch (error) {
      this.#tell(error, "what was learned could not be kept; a restart forgets it");
    }
  }

  #tell(error: unknown, message: string): void {
    // A schema's faults name places of the file, and can be many.
    const reason = String(error).slice(0, 300);
    this.#options.log.warn({ file: this.#options.path, reason }, message);
  }
}

const headSchema = z.object({
  version: z.int(),
  saved_at_ms: z.number(),
  state: z.unknown(),
});
