import { type ErrorCode, errorCatalogue, HeadgateError } from "@headgate/contract";
import type { LedgerStore, ReportName, Reports } from "../store.ts";
import { messageOf } from "./database-failure.ts";
import type { EncodedBatch } from "./imports/encode-batch.ts";
import type { LedgerProblem } from "./ledger-problem.ts";

/** What the worker is started with. */
export type WorkerData = Readonly<{ path: string; memoryLimit: string; isKept: boolean }>;

/** A method of the store: its parameter, and what it resolves with. */
type Operation<
  Name extends Exclude<keyof LedgerStore, "report" | "appendLines" | "growBatch" | "clockMs">,
> = {
  parameter: Parameters<LedgerStore[Name]>[0];
  result: Awaited<ReturnType<LedgerStore[Name]>>;
};

/** What the main thread can ask the worker, and what it answers with. */
export type Operations = {
  open: { parameter: undefined; result: undefined };
  append: Operation<"append">;
  cursors: Operation<"cursors">;
  forgetCursors: Operation<"forgetCursors">;
  call: Operation<"call">;
  chargeRevisions: Operation<"chargeRevisions">;
  attempts: Operation<"attempts">;
  history: Operation<"history">;
  beginRerating: Operation<"beginRerating">;
  addRevisions: Operation<"addRevisions">;
  finishRerating: Operation<"finishRerating">;
  reratings: Operation<"reratings">;
  beginImport: Operation<"beginImport">;
  addEncodedToImport: { parameter: EncodedBatch; result: undefined };
  finishImport: Operation<"finishImport">;
  abandonImport: Operation<"abandonImport">;
  addOutcomes: Operation<"addOutcomes">;
  imports: Operation<"imports">;
  seenElsewhere: Operation<"seenElsewhere">;
  knownCalls: Operation<"knownCalls">;
  extent: Operation<"extent">;
  buildSums: Operation<"buildSums">;
  tableHours: Operation<"tableHours">;
  tableSums: Operation<"tableSums">;
  tableRows: Operation<"tableRows">;
  exportRows: Operation<"exportRows">;
  importRows: Operation<"importRows">;
  removeTableRows: Operation<"removeTableRows">;
  checkpoint: Operation<"checkpoint">;
  close: Operation<"close">;
} & {
  [Name in ReportName as `report:${Name}`]: {
    parameter: Reports[Name]["query"];
    result: Reports[Name]["result"];
  };
};
export type OperationName = keyof Operations;

export type Request = {
  [Name in OperationName]: Readonly<{
    id: number;
    operation: Name;
    parameter: Operations[Name]["parameter"];
  }>;
}[OperationName];

export type Response =
  /** The result of the operation, as `packed-answer.ts` sends it. */
  | Readonly<{ type: "answered"; id: number; packed: unknown }>
  | Readonly<{ type: "failed"; id: number; failure: Failure }>
  | Readonly<{ type: "problem"; problem: LedgerProblem }>
  /** The thread met a fault of its own: it closes what it has open and ends. */
  | Readonly<{ type: "fault"; detail: string }>;

/** A {@link HeadgateError} in a form that a thread can send: classes do not survive the way. */
export type Failure = Readonly<{
  code: ErrorCode;
  detail: string;
  details: Readonly<Record<string, string | number>>;
}>;

export function failureOf(error: unknown): Failure {
  if (!(error instanceof HeadgateError)) {
    return { code: "internal", detail: messageOf(error), details: {} };
  }
  const { code, details, message } = error;
  return { code, detail: message.slice(errorCatalogue[code].summary.length).trim(), details };
}

export const errorFrom = ({ code, detail, details }: Failure): HeadgateError =>
  new HeadgateError(code, detail === "" ? undefined : detail, details);
