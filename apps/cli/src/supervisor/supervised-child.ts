import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { type ConfigMessage, childMessageSchema, HeadgateError } from "@headgate/contract";
import { errorFromWire } from "../management/error-from-wire.ts";
import { deferred } from "./deferred.ts";
import { readLines } from "./read-lines.ts";

export type ChildOptions = Readonly<{
  name: string;
  /** Path of the module to run. */
  modulePath: string;
  /** What Node is started with, beside what started this process. */
  nodeOptions?: readonly string[];
  /** Environment beside this process's own; asked anew at each start. */
  environment: () => Readonly<Record<string, string>>;
  /** Arguments of the module; asked anew at each start. */
  moduleArguments?: () => readonly string[];
  onLine: (line: string) => void;
  /** Whether what its first start failed of may pass by itself: it is then started again, and its start is over. */
  mayPass?: (failure: HeadgateError) => boolean;
  /** A child died and will be started again after the delay. */
  onRestart: (event: RestartEvent) => void;
  firstDelayMs?: number;
  maxDelayMs?: number;
  /** A child that listened for so long starts its delays afresh. */
  settledMs?: number;
}>;

export type RestartEvent = Readonly<{
  /** Restarts so far, this one included. */
  count: number;
  delayMs: number;
  /** How it ended, e.g. `SIGKILL` or `exit code 1`. */
  reason: string;
}>;

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5_000;
const SETTLED_MS = 10_000;
/** Deaths in a row before the first "listening" after which starting it is given up. */
const FIRST_START_TRIES = 5;

/** One child process that is started again whenever it dies, until it is stopped. */
export class SupervisedChild {
  readonly #options: ChildOptions;
  #child: ChildProcess | undefined;
  #url: string | undefined;
  /** Its start is over: from then on it is started again, whatever it ended of. */
  #isKept = false;
  #restarts = 0;
  #deathsInARow = 0;
  #stopping = false;
  #restartTimer: NodeJS.Timeout | undefined;
  readonly #firstListening = deferred<string | undefined>();

  constructor(options: ChildOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  /** Undefined while it is down. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Where the child listened last; undefined before its first "listening". */
  get url(): string | undefined {
    return this.#url;
  }

  /**
   * Starts the child.
   * @returns where it listens, once it first does; undefined where it failed of what may pass, and is tried again
   * @throws HeadgateError what the child says it failed of before it ever listened, or `internal` when
   *   it died again and again
   */
  start(): Promise<string | undefined> {
    this.#fork();
    return this.#firstListening.promise;
  }

  /** Tells the child, when it is up, of a changed configuration. */
  send(message: ConfigMessage): void {
    if (this.#child?.connected === true) this.#child.send(message);
  }

  /** Asks the child to end (SIGTERM) and waits for it; after `timeoutMs` it is killed. */
  async stop(timeoutMs: number): Promise<"ended" | "killed"> {
    this.#stopping = true;
    clearTimeout(this.#restartTimer);
    const child = this.#child;
    if (child === undefined) {
      this.#firstListening.reject(stoppedWhileStarting(this.name));
      return "ended";
    }
    const exited = once(child, "exit");
    let killed = false;
    const timer = setTimeout(() => {
      killed = true;
      child.kill("SIGKILL");
    }, timeoutMs);
    child.kill("SIGTERM");
    await exited;
    clearTimeout(timer);
    return killed ? "killed" : "ended";
  }

  /** Ends the child at once, without waiting. */
  kill(): void {
    this.#stopping = true;
    clearTimeout(this.#restartTimer);
    this.#child?.kill("SIGKILL");
  }

  #fork(): void {
    const { modulePath, nodeOptions = [], environment, moduleArguments, onLine } = this.#options;
    const child = fork(modulePath, [...(moduleArguments?.() ?? [])], {
      execArgv: [...process.execArgv, ...nodeOptions],
      env: { ...process.env, ...environment() },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      // In a process group of its own: Ctrl-C reaches only the supervisor, which stops its children in order.
      detached: process.platform !== "win32",
    });
    this.#child = child;
    let listeningSinceMs: number | undefined;
    let failure: HeadgateError | undefined;

    readLines(child.stdout, onLine);
    readLines(child.stderr, onLine);
    child.on("message", (raw) => {
      const message = childMessageSchema.safeParse(raw);
      if (!message.success) onLine("sent a message that is not understood");
      else if (message.data.kind === "listening") {
        listeningSinceMs = performance.now();
        this.#isKept = true;
        this.#url = message.data.url;
        this.#firstListening.resolve(message.data.url);
      } else failure = failureOf(this.name, message.data);
    });
    child.once("error", (error) => {
      // No process came to be: there will be no exit event.
      if (child.pid === undefined) this.#ended(error.message, failure, listeningSinceMs);
      else onLine(`error: ${error.message}`);
    });
    child.once("exit", (code, signal) => {
      this.#ended(signal ?? `exit code ${code}`, failure, listeningSinceMs);
    });
  }

  #ended(
    reason: string,
    failure: HeadgateError | undefined,
    listeningSinceMs: number | undefined,
  ): void {
    this.#child = undefined;
    if (this.#stopping) {
      this.#firstListening.reject(stoppedWhileStarting(this.name));
      return;
    }
    const settledMs = this.#options.settledMs ?? SETTLED_MS;
    const isSettled =
      listeningSinceMs !== undefined && performance.now() - listeningSinceMs >= settledMs;
    this.#deathsInARow = isSettled ? 1 : this.#deathsInARow + 1;
    if (!this.#isKept && failure !== undefined && this.#options.mayPass?.(failure) === true) {
      this.#isKept = true;
      this.#firstListening.resolve(undefined);
    }
    if (!this.#isKept) {
      const fatal = failure ?? this.#giveUp(reason);
      if (fatal !== undefined) {
        this.#firstListening.reject(fatal);
        return;
      }
    }
    const { firstDelayMs = FIRST_DELAY_MS, maxDelayMs = MAX_DELAY_MS } = this.#options;
    const delayMs = Math.min(maxDelayMs, firstDelayMs * 2 ** (this.#deathsInARow - 1));
    this.#restarts += 1;
    this.#options.onRestart({
      count: this.#restarts,
      delayMs,
      reason: failure === undefined ? reason : failure.message,
    });
    this.#restartTimer = setTimeout(() => this.#fork(), delayMs);
  }

  #giveUp(reason: string): HeadgateError | undefined {
    if (this.#deathsInARow < FIRST_START_TRIES) return undefined;
    return new HeadgateError(
      "internal",
      `The ${this.name} process died ${this.#deathsInARow} times while starting (${reason}).`,
    );
  }
}

const failureOf = (
  name: string,
  { code, message }: Readonly<{ code: string; message: string }>,
): HeadgateError =>
  errorFromWire(code, message) ?? new HeadgateError("internal", `The ${name} process: ${message}`);

const stoppedWhileStarting = (name: string): HeadgateError =>
  new HeadgateError("draining", `The ${name} process was stopped while it started.`);
