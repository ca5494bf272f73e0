import { randomUUID } from "node:crypto";
import type { CachePurge } from "@headgate/contract";
import type { ExactCache, SemanticCache, ToldQuestion } from "@headgate/levers";
import type { CacheLink } from "./cache-link.ts";

const LOOKED_EVERY_MS = 500;
const MOST_AT_ONCE = 200;
/** About so many entries are kept to catch up from: the latest, which a gateway that starts reads first. */
const MOST_KEPT = 10_000;

type Head = Omit<ToldQuestion, "vector">;
/** A purge, and by whom: who told of it has done it already. */
type ToldPurge = CachePurge & Readonly<{ from?: string }>;

/** What takes on what other gateways tell. */
export type Followers = Readonly<{
  exact: Pick<ExactCache, "noteOfPurge">;
  semantic: Pick<SemanticCache, "learn" | "purge">;
}>;
type Options = Readonly<{
  link: CacheLink;
  caches: Followers;
  failed: (error: unknown) => void;
}>;

/**
 * Keeps a gateway's index of questions up with those of the others, through one stream: what each answered is told there, and
 * read by all from its beginning on. What nobody has an answer to any more is found out when it is first used. Purges go the same
 * way, to all that is under way: see {@link ExactCache}.
 */
export class NearStream {
  readonly #options: Options;
  readonly #timer: NodeJS.Timeout;
  readonly #name = randomUUID();
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
    this.#add("purge", JSON.stringify({ ...what, from: this.#name }), Buffer.alloc(0));
  }

  /** Takes on what was told since the last look. */
  read(): Promise<void> {
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** Takes on all that was told until now: a look that had begun before may have missed the latest. */
  async hear(): Promise<void> {
    await this.#reading;
    await this.read();
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
    const { exact, semantic } = this.#options.caches;
    if (kind.toString("latin1") === "purge") {
      const { from, ...what } = JSON.parse(head.toString("utf8")) as ToldPurge;
      // Done once more it would take away what was learned since.
      if (from === this.#name) return;
      exact.noteOfPurge(what);
      semantic.purge(what);
      return;
    }
    // Copied: bytes of an answer need not begin where a number may.
    const numbers = new Float32Array(new Uint8Array(vector).buffer);
    semantic.learn({ ...(JSON.parse(head.toString("utf8")) as Head), vector: numbers });
  }
}
