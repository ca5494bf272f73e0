import { once } from "node:events";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { createGzip } from "node:zlib";

/** Writes a file line by line, through gzip where its name ends so, never faster than the disk takes it. */
export class LineFile {
  readonly #input: Writable;
  readonly #done: Promise<void>;

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    const output = createWriteStream(path);
    this.#done = finished(output);
    // Met where it is waited for: at the end.
    this.#done.catch(() => undefined);
    if (path.endsWith(".gz")) {
      const gzip = createGzip();
      gzip.pipe(output);
      this.#input = gzip;
    } else this.#input = output;
  }

  async line(text: string): Promise<void> {
    if (!this.#input.write(`${text}\n`))
      await Promise.race([once(this.#input, "drain"), this.#done]);
  }

  async close(): Promise<void> {
    this.#input.end();
    await this.#done;
  }
}
