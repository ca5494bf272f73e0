import type { BudgetStore, Reserved } from "../store.ts";

/** What the thread can be asked for: the store's own operations. */
export type OperationName = Exclude<keyof BudgetStore, "close">;

export type Operation = {
  [Name in OperationName]: Readonly<{ name: Name; parameters: Parameters<BudgetStore[Name]> }>;
}[OperationName];

/** As the file has it: a budget may be closed. An operation that throws would end those that share its transaction. */
export type ReservedInFile = Reserved | Readonly<{ kind: "closed" }>;

export type ResultOf<Name extends OperationName> = Name extends "reserve"
  ? ReservedInFile
  : Awaited<ReturnType<BudgetStore[Name]>>;

/** Several requests at once: they are one transaction. */
export type Batch = Readonly<{ id: number; operations: readonly Operation[] }>;

export type BatchAnswer =
  | Readonly<{ id: number; results: readonly unknown[] }>
  | Readonly<{ id: number; failure: string }>;

export type WorkerData = Readonly<{ path: string; durability: "process" | "disk" }>;
