import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { appendFile, type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { readPlainData, writePlainData } from "@headgate/levers";
import type { Logger } from "pino";
import { z } from "zod";
import type { RecentCall } from "./recent-calls.ts";

/** What is noted within this is written together; it is what a killed process loses. */
const WRITE_AFTER_MS = 1_000;
/** Of those that were noted within it, so many are written, the newest: a call takes some kilobytes. */
const MOST_AT_ONCE = 500;
/** A file that is full takes the place of the one before it, so that twice this is the most there is. */
const MOST_BYTES = 16_777_216;
/** So often at most the files are looked through for calls that are not known, whoever asks for them. */
const LOOK_EVERY_MS = 10_000;

type Place = Readonly<{ file: FileHandle; at: number; bytes: number }>;
type Options = Readonly<{ folder: string; log: Logger; nowMs: () => number }>;

/**
 * The calls that were routed last, beyond the process: what a label needs of them, in two files that take turns. No text of
 * theirs; readable by their owner alone.
 */
export class KeptCalls {
  readonly #options: Options;
  readonly #path: string;
  readonly #noted = new Map<string, RecentCall>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #index: ReadonlyMap<string, Place> = new Map();
  #files: readonly FileHandle[] = [];
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | undefined;
  /** Since the process started: they can be learned from until it ends. */
  notKept = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#path = join(options.folder, "recent-calls");
  }

  /** Has a call written as it stands then; again where it was before. */
  note(callId: string, call: RecentCall): void {
    this.#noted.delete(callId);
    this.#noted.set(callId, call);
    if (this.#noted.size > MOST_AT_ONCE) {
      const [oldest] = this.#noted.keys();
      if (oldest !== undefined) this.#noted.delete(oldest);
      this.notKept += 1;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#writing = this.#writing.then(() => this.#write());
    }, WRITE_AFTER_MS).unref();
  }

  /** A call as it was written last; undefined where it is too long ago, or what is kept of it cannot be used. */
  async find(callId: string): Promise<RecentCall | undefined> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    await this.#looking;
    const place = this.#index.get(callId);
    if (place === undefined) return undefined;
    const bytes = Buffer.alloc(place.bytes);
    try {
      await place.file.read(bytes, 0, place.bytes, place.at);
      return keptCallSchema.parse(readPlainData(bytes.toString("utf8"))) as RecentCall;
    } catch (error) {
      this.#tell(error, "a call that was kept could not be read; nothing can be learned of it");
      return undefined;
    }
  }

  /** Writes what is noted, in one go. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#writing;
    try {
      const text = this.#taken();
      if (text !== "") appendFileSync(this.#full(), text, { mode: 0o600 });
    } catch (error) {
      this.#tell(error, "calls could not be kept; nobody can speak of them after this");
    }
    await this.#closeFiles();
  }

  async #write(): Promise<void> {
    const count = this.#noted.size;
    try {
      const text = this.#taken();
      if (text !== "") await appendFile(this.#full(), text, { mode: 0o600 });
    } catch (error) {
      this.notKept += count;
      this.#tell(error, "calls could not be kept; nobody can speak of them after a restart");
    }
  }

  #taken(): string {
    // A process that was killed may have left half a line behind.
    const lines = [...this.#noted].map(([id, call]) => `\n${id} ${writePlainData(call)}\n`);
    this.#noted.clear();
    return lines.join("");
  }

  /** The file to write to, after a full one was put aside. */
  #full(): string {
    mkdirSync(this.#options.folder, { recursive: true, mode: 0o700 });
    const path = `${this.#path}.lines`;
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    if (size !== undefined && size >= MOST_BYTES) renameSync(path, `${this.#path}.before.lines`);
    return path;
  }

  /** Notes where each call's newest line lies. The files stay open: what takes their place is not mistaken for them. */
  async #look(): Promise<void> {
    const nowMs = this.#options.nowMs();
    if (nowMs - this.#lookedAtMs < LOOK_EVERY_MS) return;
    this.#lookedAtMs = nowMs;
    try {
      await this.#closeFiles();
      const index = new Map<string, Place>();
      const files: FileHandle[] = [];
      for (const name of [`${this.#path}.before.lines`, `${this.#path}.lines`]) {
        const file = await opened(name);
        if (file === undefined) continue;
        files.push(file);
        for await (const [id, at, bytes] of linesOf(file)) index.set(id, { file, at, bytes });
      }
      this.#files = files;
      this.#index = index;
    } catch (error) {
      this.#tell(error, "calls that were kept could not be read; nobody can speak of them");
    }
  }

  async #closeFiles(): Promise<void> {
    const files = this.#files;
    this.#files = [];
    this.#index = new Map();
    for (const file of files) await file.close();
  }

  #tell(error: unknown, message: string): void {
    // A schema's faults can be many.
    this.#options.log.warn({ file: this.#path, reason: String(error).slice(0, 300) }, message);
  }
}

async function opened(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Each whole line's id, and where its data begin and how long they are. */
async function* linesOf(file: FileHandle): AsyncGenerator<readonly [string, number, number]> {
  let at = 0;
  let left = Buffer.alloc(0);
  for await (const piece of file.createReadStream({ start: 0, autoClose: false })) {
    left = Buffer.concat([left, piece as Buffer]);
    for (let end = left.indexOf(10); end >= 0; end = left.indexOf(10)) {
      const space = left.indexOf(32);
      if (space > 0 && space < end) {
        yield [left.toString("utf8", 0, space), at + space + 1, end - space - 1];
      }
      at += end + 1;
      left = left.subarray(end + 1);
    }
  }
}

const numbers = z.instanceof(Float64Array);
const worth = z.number().min(0).max(1);

/** The shape of a {@link RecentCall} as it is written; what is not known of a call is absent. */
const keptCallSchema = z.object({
  pool: z.string(),
  policy: z.string(),
  models: z.array(z.string()).min(1),
  prompt: z.object({
    lexical: numbers,
    ngrams: z.object({ places: z.instanceof(Uint16Array), values: z.instanceof(Float32Array) }),
    fingerprint: z.string().optional(),
  }),
  task: z.string().optional(),
  costs: numbers,
  expected: numbers.optional(),
  promise: worth,
  keyId: z.string(),
  judge: z.string().optional(),
  certified: z
    .object({ promise: worth, place: z.int().nonnegative(), isOut: z.boolean() })
    .optional(),
  served: z.int().nonnegative(),
  looked: z
    .object({
      model: z.string(),
      findings: z.object({
        hard: z.record(z.string(), z.number()),
        soft: z.record(z.string(), z.number()),
        characters: z.number(),
      }),
    })
    .optional(),
  judged: z.map(
    z.string(),
    z.object({
      by: z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("form") }),
        z.object({ kind: z.literal("judge"), judge: z.string() }),
        z.object({ kind: z.literal("people"), key: z.string() }),
      ]),
      worth,
    }),
  ),
  people: z.object({ model: z.string(), worth }).optional(),
});
