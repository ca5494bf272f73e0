import { type ErrorCode, errorCatalogue, HeadgateError, type LedgerRow } from "@headgate/contract";
import type {
  AppendResult,
  LedgerBatch,
  LedgerExtent,
  ReportName,
  Reports,
  SpoolCursor,
} from "../store.ts";
import { messageOf } from "./database-failure.ts";
import type { LedgerProblem } from "./ledger-problem.ts";

/** What the worker is started with. */
export type WorkerData = Readonly<{ path: string; memoryLimit: string }>;

/** What the main thread can ask the worker, and what it answers with. */
export type Operations = {
  open: { parameter: undefined; result: undefined };
  append: { parameter: LedgerBatch; result: AppendResult };
  cursors: { parameter: undefined; result: readonly SpoolCursor[] };
  forgetCursors: { parameter: readonly string[]; result: undefined };
  call: { parameter: string; result: readonly LedgerRow[] };
  knownCalls: { parameter: readonly string[]; result: readonly string[] };
  extent: { parameter: undefined; result: LedgerExtent };
  checkpoint: { parameter: undefined; result: undefined };
  close: { parameter: undefined; result: undefined };
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
  | Readonly<{ type: "answered"; id: number; result: Operations[OperationName]["result"] }>
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
