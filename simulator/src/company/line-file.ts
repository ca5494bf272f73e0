import { once } from "node:events";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Writable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

/** Writes a file line by line, through gzip where its name ends so, never faster than the disk takes it. */
export class LineFile {
  readonly #input: Writable;
  readonly #done: Promise<void>;

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    const output = createWriteStream(path);
    if (path.endsWith(".gz")) {
      const gzip = createGzip();
      this.#input = gzip;
      this.#done = pipeline(gzip, output);
    } else {
      this.#input = output;
      this.#done = finished(output);
    }
    // Met where it is waited for: by the next line, or at the end.
    this.#done.catch(() => undefined);
  }

  async line(text: string): Promise<void> {
    if (this.#input.destroyed) await this.#done;
    // A failure before there is room again rejects it too.
    if (!this.#input.write(`${text}\n`)) await once(this.#input, "drain");
  }

  async close(): Promise<void> {
    this.#input.end();
    await this.#done;
  }
}
