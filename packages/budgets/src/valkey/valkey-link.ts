import { randomUUID } from "node:crypto";
import { HeadgateError, type StoreFailure, type ValkeyConfig } from "@headgate/contract";
import { reopening } from "../reopening.ts";
import { addressOf, connectValkey, type ValkeyClient } from "./connect-valkey.ts";
import { ARRIVE } from "./lua/keeping.ts";
import type { CountersNews } from "./news.ts";
import { valkeyFailure, withMend } from "./valkey-failure.ts";

const PROBE_EVERY_MS = 200;
const OLDEST_MAJOR = 7;
/** Less is within what machines' clocks are apart and a slow answer. */
const SKEW_TOLD_MS = 2_000;

/** Where a link arrived. */
export type Arrival = Readonly<{
  /** The books are others than at the arrival before. */
  isNew: boolean;
  /** The server is another process: it may lack what the one before answered last. */
  isOtherProcess: boolean;
  /** Which process it is. */
  process: string;
  /** How much the books had granted when that process began. */
  grantedBefore: number;
}>;

type Options = Readonly<{
  config: ValkeyConfig;
  scripts: Readonly<Record<string, string>>;
  told: (news: CountersNews) => void;
  /** Told of each command that the server did not do. */
  failed?: (failure: StoreFailure) => void;
  /** What is to be done each time that the server can be asked again. */
  onArrived: (arrival: Arrival) => Promise<void>;
}>;

/**
 * The way to the server's books: who asks gets an answer or learns at once that nobody answers. A server that is not
 * heard of is away; it is looked for in the background, and believed again only after a look at whose books it has.
 */
export class ValkeyLink {
  readonly #options: Options;
  readonly #client: ValkeyClient;
  readonly #key: string;
  #books: string | undefined;
  #lastBooks: string | undefined;
  #lastProcess: string | undefined;
  #awayReason = "it has not answered yet";
  #awaySinceMs: number | undefined;
  #probe: NodeJS.Timeout | undefined;
  #arriving: Promise<void> | undefined;
  #closed = false;
  #skewMs = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#key = `{${options.config.prefix}}:budgets`;
    this.#client = connectValkey(options.config);
    for (const [name, lua] of Object.entries({ ...options.scripts, arrive: ARRIVE })) {
      this.#client.defineCommand(commandOf(name), { numberOfKeys: 1, lua });
    }
    this.#client.on("error", (error: Error) => {
      if (this.#books === undefined) this.#awayReason = error.message;
    });
    this.#client.on("ready", () => void this.arrive());
    this.#client.on("close", () => this.#lose("the connection was closed"));
  }

  get client(): ValkeyClient {
    return this.#client;
  }

  /** What all keys of the books that hold begin with; undefined while they are away. */
  get base(): string | undefined {
    return this.#books === undefined ? undefined : `${this.#key}:${this.#books}:`;
  }

  /** What keys of any books begin with. */
  get keys(): string {
    return `${this.#key}:`;
  }

  /** How much later the server's time is than this machine's, by the last look. */
  get skewMs(): number {
    return this.#skewMs;
  }

  /** The first look; resolves after it, however it went. */
  async open(): Promise<void> {
    const opened = new Promise<void>((resolve) => this.#client.once("ready", () => resolve()));
    const { connect_timeout_ms: connectMs } = this.#options.config;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, connectMs);
    });
    await Promise.race([opened, late]);
    clearTimeout(timer);
    await this.arrive();
  }

  /**
   * Runs a script upon the books.
   * @throws HeadgateError `budgets_unavailable` while they are away, `budgets_reopening` when they turn out to be others
   */
  async ask(script: string, parameters: readonly (string | number)[]): Promise<unknown> {
    const books = this.#books;
    if (books === undefined) throw this.#away();
    let answer: unknown;
    try {
      answer = await this.#run(script, [books, ...parameters]);
    } catch (error) {
      throw this.failed(error);
    }
    if (answer === "other_books" || (Array.isArray(answer) && answer[0] === "other_books")) {
      this.#lose("its books are not those that it had before");
      throw reopening();
    }
    return answer;
  }

  /** What becomes of a command that failed: the server is away, unless it answered that the command cannot be done. */
  failed(error: unknown): HeadgateError {
    this.#options.failed?.(valkeyFailure(error));
    const reason = withMend(error instanceof Error ? error.message : String(error));
    if (isRefusal(error)) {
      return new HeadgateError(
        "budgets_unavailable",
        `${this.#where}: ${reason}.`,
        {},
        { cause: error },
      );
    }
    this.#lose(reason);
    return this.#away(error);
  }

  /** Looks whose books the server has. */
  arrive(): Promise<void> {
    this.#arriving ??= this.#look().finally(() => {
      this.#arriving = undefined;
    });
    return this.#arriving;
  }

  /** Takes note of the server's time in an answer to what was asked at `askedAtMs`. */
  noteTime(serverMs: number, askedAtMs: number): void {
    const nowMs = Date.now();
    const skewMs = serverMs - (askedAtMs + nowMs) / 2;
    const tolerance = SKEW_TOLD_MS + (nowMs - askedAtMs);
    if (Math.abs(skewMs) > tolerance && Math.abs(this.#skewMs) <= SKEW_TOLD_MS) {
      this.#options.told({ kind: "skewed", ms: Math.round(skewMs) });
    }
    this.#skewMs = Math.round(skewMs);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#books = undefined;
    clearTimeout(this.#probe);
    await this.#arriving;
    this.#client.disconnect();
  }

  async #look(): Promise<void> {
    if (this.#closed) return;
    try {
      const answer = (await this.#run("arrive", [randomUUID()]).catch((error: unknown) => {
        this.#options.failed?.(valkeyFailure(error));
        throw error;
      })) as readonly string[];
      const [books = "", version = "", policy = "", , made, process = "", from = ""] = answer;
      const unfit = whyUnfit(version, policy);
      if (unfit !== undefined) throw new Error(unfit);
      // In a cluster another server answers for the same books, and no connection ends.
      const isOtherProcess = this.#lastProcess !== process;
      if (this.#closed || (books === this.#books && !isOtherProcess)) return;
      this.#books = books;
      const isNew = this.#lastBooks !== books;
      if (isNew && (this.#lastBooks !== undefined || made === "1")) {
        this.#options.told({ kind: "emptied" });
      }
      this.#lastBooks = books;
      if (this.#awaySinceMs !== undefined) {
        const awayMs = performance.now() - this.#awaySinceMs;
        this.#awaySinceMs = undefined;
        this.#options.told({ kind: "back", awayMs: Math.round(awayMs) });
      }
      const grantedBefore = Number(from);
      await this.#options.onArrived({ isNew, isOtherProcess, process, grantedBefore });
      // Not before: an arrival that failed is made again, and with it the look at what is missing.
      this.#lastProcess = process;
    } catch (error) {
      this.#lose(withMend(error instanceof Error ? error.message : String(error)));
    }
  }

  #run(script: string, parameters: readonly (string | number)[]): Promise<unknown> {
    const commands = this.#client as unknown as Record<
      string,
      (key: string, ...parameters: readonly (string | number)[]) => Promise<unknown>
    >;
    const command = commands[commandOf(script)];
    if (command === undefined) throw new Error(`there is no script ${script}`);
    return command.call(this.#client, this.#key, ...parameters);
  }

  #lose(reason: string): void {
    if (this.#closed) return;
    const isNews = this.#awaySinceMs === undefined || this.#books !== undefined;
    this.#books = undefined;
    if (isNews) {
      this.#awayReason = reason;
      this.#awaySinceMs ??= performance.now();
      this.#options.told({ kind: "away", reason: `${this.#where}: ${reason}` });
    } else if (!/closed|isn't writeable/.test(reason)) this.#awayReason = reason;
    clearTimeout(this.#probe);
    this.#probe = setTimeout(() => void this.arrive(), PROBE_EVERY_MS).unref();
  }

  get #where(): string {
    return `the shared counters at ${addressOf(this.#options.config)}`;
  }

  #away(cause?: unknown): HeadgateError {
    return new HeadgateError(
      "budgets_unavailable",
      `${this.#where} cannot be asked: ${this.#awayReason}.`,
      { retry_after_ms: 1_000 },
      { cause },
    );
  }
}

const commandOf = (script: string): string => `headgate_${script}`;

/** Answers by which a server says that for now it serves nobody, or not the one who asked. */
const NOT_NOW =
  /^(?:LOADING|BUSY|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|NOREPLICAS|MISCONF|OOM|NOAUTH|WRONGPASS|NOPERM)\b/;

/** Whether the server answered that this command cannot be done. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && error.name === "ReplyError" && !NOT_NOW.test(error.message);

/** Why a server must not keep budgets; undefined where it may. */
export function whyUnfit(version: string, policy: string): string | undefined {
  if (Number.parseInt(version, 10) < OLDEST_MAJOR) {
    return `it is version ${version}; ${OLDEST_MAJOR} or newer is needed`;
  }
  return policy.startsWith("allkeys-")
    ? `its maxmemory-policy ${policy} drops counters when memory is short; set noeviction or a volatile one`
    : undefined;
}
