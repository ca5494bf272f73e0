import type { CachePurge } from "@headgate/contract";
import type { SemanticCache, ToldQuestion } from "@headgate/levers";
import type { CacheLink } from "./cache-link.ts";

const LOOKED_EVERY_MS = 500;
const MOST_AT_ONCE = 200;
/** About so many entries are kept to catch up from: the latest, which a gateway that starts reads first. */
const MOST_KEPT = 10_000;

type Head = Omit<ToldQuestion, "vector">;
type Options = Readonly<{
  link: CacheLink;
  cache: Pick<SemanticCache, "learn" | "purge">;
  failed: (error: unknown) => void;
}>;

/**
 * Keeps a gateway's index of questions up with those of the others, through one stream: what each answered is told there, and
 * read by all from its beginning on. What nobody has an answer to any more is found out when it is first used.
 */
export class NearStream {
  readonly #options: Options;
  readonly #timer: NodeJS.Timeout;
  #after = "0-0";
  #reading: Promise<void> | undefined;
  /** Told once for each time that it fails, not at each look. */
  #isFailing = false;

  constructor(options: Options) {
    this.#options = options;
    this.#timer = setInterval(() => void this.read(), LOOKED_EVERY_MS).unref();
  }

  tell({ vector, ...head }: ToldQuestion): void {
    const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
    this.#add("question", JSON.stringify(head), bytes);
  }

  tellPurge(what: CachePurge): void {
    this.#add("purge", JSON.stringify(what), Buffer.alloc(0));
  }

  /** Takes on what was told since the last look. */
  read(): Promise<void> {
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #add(kind: string, head: string, vector: Buffer): void {
    this.#options.link.ask("near_add", [MOST_KEPT, kind, head, vector]).catch(this.#options.failed);
  }

  async #readOn(): Promise<void> {
    try {
      for (;;) {
        const told = await this.#options.link.askBytes("near_read", [this.#after, MOST_AT_ONCE]);
        for (let at = 0; at + 3 < told.length; at += 4) this.#take(told.slice(at, at + 4));
        this.#isFailing = false;
        if (told.length < 4 * MOST_AT_ONCE) return;
      }
    } catch (error) {
      if (!this.#isFailing) this.#options.failed(error);
      this.#isFailing = true;
    }
  }

  #take([id, kind, head, vector]: readonly Buffer[]): void {
    if (id === undefined || kind === undefined || head === undefined || vector === undefined)
      return;
    this.#after = id.toString("latin1");
    const { cache } = this.#options;
    if (kind.toString("latin1") === "purge") {
      cache.purge(JSON.parse(head.toString("utf8")) as CachePurge);
      return;
    }
    // Copied: bytes of an answer need not begin where a number may.
    const numbers = new Float32Array(new Uint8Array(vector).buffer);
    cache.learn({ ...(JSON.parse(head.toString("utf8")) as Head), vector: numbers });
  }
}
