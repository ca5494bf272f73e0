import type { Worker } from "node:worker_threads";
import { HeadgateError } from "@headgate/contract";
import { startThread } from "../start-thread.ts";
import { messageOf } from "./database-failure.ts";
import type { LedgerProblem } from "./ledger-problem.ts";
import { unpacked } from "./packed-answer.ts";
import {
  errorFrom,
  type OperationName,
  type Operations,
  type Request,
  type Response,
  type WorkerData,
} from "./protocol.ts";

type Waiting = Readonly<{
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}>;

/** Where a ledger works and messages reach it: a thread of its own, but for tests that need none. */
export type LedgerThread = Readonly<{
  /** @param handedOver memory of the request that goes along, and is gone here */
  send(request: Request, handedOver: readonly ArrayBuffer[]): void;
  listen(
    told: Readonly<{
      message: (response: Response) => void;
      error: (error: Error) => void;
      exit: (exitCode: number) => void;
    }>,
  ): void;
  terminate(): Promise<unknown>;
}>;

/** Sends requests to the worker thread and hands its answers back. */
export class WorkerClient {
  readonly #thread: LedgerThread;
  readonly #waiting = new Map<number, Waiting>();
  readonly #exited: Promise<Error>;
  #lastId = 0;
  #ended: Error | undefined;

  constructor(thread: LedgerThread, onProblem: (problem: LedgerProblem) => void) {
    this.#thread = thread;
    this.#exited = new Promise((resolve) => {
      thread.listen({
        message: (response) => {
          if (response.type === "problem") onProblem(response.problem);
          else if (response.type === "fault") this.#end(failed(response.detail));
          else this.#settle(response);
        },
        error: (error) => this.#end(failed(messageOf(error), error)),
        exit: (exitCode) => {
          resolve(
            this.#end(new HeadgateError("internal", `The ledger's thread ended (${exitCode}).`)),
          );
        },
      });
    });
  }

  /** @param handedOver memory of the parameter that goes to the worker, and is gone here */
  request<Name extends OperationName>(
    operation: Name,
    parameter: Operations[Name]["parameter"],
    handedOver: readonly ArrayBuffer[] = [],
  ): Promise<Operations[Name]["result"]> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      // The worker answers each operation with the result that the protocol names for it.
      this.#waiting.set(id, { resolve: resolve as Waiting["resolve"], reject });
      this.#thread.send({ id, operation, parameter } as Request, handedOver);
    });
  }

  /** Resolves when the thread is gone, with why. */
  exited(): Promise<Error> {
    return this.#exited;
  }

  async terminate(): Promise<void> {
    await this.#thread.terminate();
  }

  #settle(response: Exclude<Response, { type: "problem" | "fault" }>): void {
    const waiting = this.#waiting.get(response.id);
    // What was asked for before a fault has failed already.
    if (waiting === undefined && this.#ended !== undefined) return;
    if (waiting === undefined) throw new Error(`the worker answered ${response.id} unasked`);
    this.#waiting.delete(response.id);
    if (response.type === "answered") waiting.resolve(unpacked(response.packed));
    else waiting.reject(errorFrom(response.failure));
  }

  /** Fails whatever waits or still comes, and returns what for: the first reason stays. */
  #end(error: Error): Error {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
    return this.#ended;
  }
}

const failed = (detail: string, cause?: unknown): HeadgateError =>
  new HeadgateError("internal", `The ledger's thread failed: ${detail}.`, {}, { cause });

/** A thread of its own. */
export function startWorker(workerData: WorkerData): LedgerThread {
  const worker: Worker = startThread(new URL("./worker.js", import.meta.url), { workerData });
  return {
    send: (request, handedOver) => worker.postMessage(request, handedOver),
    listen: ({ message, error, exit }) => {
      worker.on("message", message);
      worker.on("error", error);
      worker.once("exit", exit);
    },
    terminate: () => worker.terminate(),
  };
}
