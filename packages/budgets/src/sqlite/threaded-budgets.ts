import type { Worker } from "node:worker_threads";
import { HeadgateError } from "@headgate/contract";
import { reopening } from "../reopening.ts";
import type { BudgetStore, Reserved } from "../store.ts";
import type { BatchAnswer, Operation, OperationName, ResultOf } from "./operations.ts";

type Waiting = Readonly<{
  operation: Operation;
  resolve: (result: never) => void;
  reject: (error: Error) => void;
}>;

/** More would make the first of a batch wait for the last. */
const MOST_A_BATCH = 256;

/**
 * The store behind its thread. One batch is under way at a time; what is asked for meanwhile is the next
 * one, so that a busy gateway commits once for many calls and an idle one waits for nobody.
 */
export class ThreadedBudgets implements BudgetStore {
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  #waiting: Waiting[] = [];
  #underWay: readonly Waiting[] = [];
  #lastId = 0;
  #ended: Error | undefined;
  #isClosing = false;

  constructor(worker: Worker, onEnded: (error: Error) => void = () => undefined) {
    this.#worker = worker;
    worker.on("message", (answer: BatchAnswer) => this.#answered(answer));
    worker.on("error", (error) => this.#end(unavailable(error.message, error)));
    this.#exited = new Promise((resolve) => {
      worker.once("exit", () => {
        const reason = this.#end(unavailable("the thread of the budgets' store has ended"));
        if (!this.#isClosing) onEnded(reason);
        resolve();
      });
    });
  }

  begin(...parameters: Parameters<BudgetStore["begin"]>): ReturnType<BudgetStore["begin"]> {
    return this.#ask("begin", parameters);
  }
  begun(...parameters: Parameters<BudgetStore["begun"]>): ReturnType<BudgetStore["begun"]> {
    return this.#ask("begun", parameters);
  }
  hold(...parameters: Parameters<BudgetStore["hold"]>): ReturnType<BudgetStore["hold"]> {
    return this.#ask("hold", parameters);
  }
  async reserve(...parameters: Parameters<BudgetStore["reserve"]>): Promise<Reserved> {
    const reserved = await this.#ask("reserve", parameters);
    if (reserved.kind === "closed") throw reopening();
    return reserved;
  }
  held(...parameters: Parameters<BudgetStore["held"]>): ReturnType<BudgetStore["held"]> {
    return this.#ask("held", parameters);
  }
  spend(...parameters: Parameters<BudgetStore["spend"]>): ReturnType<BudgetStore["spend"]> {
    return this.#ask("spend", parameters);
  }
  settle(...parameters: Parameters<BudgetStore["settle"]>): ReturnType<BudgetStore["settle"]> {
    return this.#ask("settle", parameters);
  }
  expire(...parameters: Parameters<BudgetStore["expire"]>): ReturnType<BudgetStore["expire"]> {
    return this.#ask("expire", parameters);
  }
  unsettled(
    ...parameters: Parameters<BudgetStore["unsettled"]>
  ): ReturnType<BudgetStore["unsettled"]> {
    return this.#ask("unsettled", parameters);
  }
  standings(
    ...parameters: Parameters<BudgetStore["standings"]>
  ): ReturnType<BudgetStore["standings"]> {
    return this.#ask("standings", parameters);
  }
  leases(): ReturnType<BudgetStore["leases"]> {
    return this.#ask("leases", []);
  }
  open(...parameters: Parameters<BudgetStore["open"]>): ReturnType<BudgetStore["open"]> {
    return this.#ask("open", parameters);
  }
  forget(...parameters: Parameters<BudgetStore["forget"]>): ReturnType<BudgetStore["forget"]> {
    return this.#ask("forget", parameters);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    // Answers come in the order of the questions: with this one, all before it are done. Where it fails the thread is gone.
    await this.#ask("leases", []).catch(() => undefined);
    if (this.#ended === undefined) this.#worker.postMessage("close");
    await this.#exited;
  }

  #ask<Name extends OperationName>(
    name: Name,
    parameters: Parameters<BudgetStore[Name]>,
  ): Promise<ResultOf<Name>> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      // The thread answers each operation with the result that the store names for it.
      const operation = { name, parameters } as unknown as Operation;
      this.#waiting.push({ operation, resolve: resolve as Waiting["resolve"], reject });
      if (this.#underWay.length === 0) this.#send();
    });
  }

  #send(): void {
    if (this.#waiting.length === 0) return;
    this.#underWay = this.#waiting.slice(0, MOST_A_BATCH);
    this.#waiting = this.#waiting.slice(MOST_A_BATCH);
    this.#lastId += 1;
    this.#worker.postMessage({
      id: this.#lastId,
      operations: this.#underWay.map(({ operation }) => operation),
    });
  }

  #answered(answer: BatchAnswer): void {
    const batch = this.#underWay;
    this.#underWay = [];
    this.#send();
    for (const [index, { resolve, reject }] of batch.entries()) {
      if ("failure" in answer) reject(unavailable(answer.failure));
      else resolve(answer.results[index] as never);
    }
  }

  /** Fails whatever waits or still comes, and returns what for: the first reason stays. */
  #end(error: Error): Error {
    this.#ended ??= error;
    const left = [...this.#underWay, ...this.#waiting];
    this.#underWay = [];
    this.#waiting = [];
    for (const { reject } of left) reject(this.#ended);
    return this.#ended;
  }
}

const unavailable = (reason: string, cause?: unknown): HeadgateError =>
  new HeadgateError("budgets_unavailable", `${reason}.`, {}, { cause });
