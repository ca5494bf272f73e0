import type { MessagePort } from "node:worker_threads";
import type { LedgerProblem } from "./ledger-problem.ts";
import { packed } from "./packed-answer.ts";
import {
  failureOf,
  type Operations,
  type Request,
  type Response,
  type WorkerData,
} from "./protocol.ts";
import { openOrRecover } from "./recover-database.ts";
import { WorkerLedger } from "./worker-ledger.ts";

/** Answers what comes by a port out of a ledger file, until it is asked to close it: then the port is closed. */
export function serveLedger(
  port: MessagePort,
  { path, memoryLimit, isKept }: WorkerData,
): WorkerLedger {
  const send = (response: Response): void => port.postMessage(response);
  const onProblem = (problem: LedgerProblem): void => send({ type: "problem", problem });
  const open = () => openOrRecover({ path, memoryLimit }, onProblem);
  const ledger = new WorkerLedger(open, onProblem, isKept);
  port.on("message", (request: Request) => {
    answer(ledger, request).then(
      (result) => {
        send({ type: "answered", id: request.id, packed: packed(result) });
        if (request.operation === "close") port.close();
      },
      (error: unknown) => send({ type: "failed", id: request.id, failure: failureOf(error) }),
    );
  });
  return ledger;
}

async function answer(
  ledger: WorkerLedger,
  request: Request,
): Promise<Operations[Request["operation"]]["result"]> {
  switch (request.operation) {
    case "open":
      await ledger.open();
      return undefined;
    case "append":
      return ledger.append(request.parameter);
    case "cursors":
      return ledger.cursors();
    case "forgetCursors":
      return ledger.forgetCursors(request.parameter);
    case "call":
      return ledger.call(request.parameter);
    case "chargeRevisions":
      return ledger.chargeRevisions(request.parameter);
    case "attempts":
      return ledger.attempts(request.parameter);
    case "history":
      return ledger.history(request.parameter);
    case "beginRerating":
      return ledger.beginRerating(request.parameter);
    case "addRevisions":
      return ledger.addRevisions(request.parameter);
    case "finishRerating":
      return ledger.finishRerating(request.parameter);
    case "reratings":
      return ledger.reratings();
    case "beginImport":
      return ledger.beginImport(request.parameter);
    case "addEncodedToImport":
      return ledger.addEncodedToImport(request.parameter);
    case "finishImport":
      return ledger.finishImport(request.parameter);
    case "abandonImport":
      return ledger.abandonImport(request.parameter);
    case "addOutcomes":
      return ledger.addOutcomes(request.parameter);
    case "imports":
      return ledger.imports(request.parameter);
    case "seenElsewhere":
      return ledger.seenElsewhere(request.parameter);
    case "knownCalls":
      return ledger.knownCalls(request.parameter);
    case "extent":
      return ledger.extent();
    case "buildSums":
      return ledger.buildSums(request.parameter);
    case "tableHours":
      return ledger.tableHours(request.parameter);
    case "tableSums":
      return ledger.tableSums(request.parameter);
    case "tableRows":
      return ledger.tableRows(request.parameter);
    case "exportRows":
      return ledger.exportRows(request.parameter);
    case "importRows":
      return ledger.importRows(request.parameter);
    case "removeTableRows":
      return ledger.removeTableRows(request.parameter);
    case "checkpoint":
      return ledger.checkpoint();
    case "close":
      return ledger.close();
    case "report:totals":
      return ledger.report("totals", request.parameter);
    case "report:spend-over-time":
      return ledger.report("spend-over-time", request.parameter);
    case "report:spend-by":
      return ledger.report("spend-by", request.parameter);
    case "report:usage-by-model":
      return ledger.report("usage-by-model", request.parameter);
    case "report:change-cells":
      return ledger.report("change-cells", request.parameter);
    case "report:priced-calls":
      return ledger.report("priced-calls", request.parameter);
    case "report:calls-by-scope":
      return ledger.report("calls-by-scope", request.parameter);
    case "report:retry-cost":
      return ledger.report("retry-cost", request.parameter);
    case "report:gauge-hours":
      return ledger.report("gauge-hours", request.parameter);
    case "report:gpu-utilisation":
      return ledger.report("gpu-utilisation", request.parameter);
    case "report:unpriced":
      return ledger.report("unpriced", request.parameter);
    case "report:billed-by-day":
      return ledger.report("billed-by-day", request.parameter);
    case "report:calls":
      return ledger.report("calls", request.parameter);
    case "report:precedence":
      return ledger.report("precedence", request.parameter);
    case "report:bill-by":
      return ledger.report("bill-by", request.parameter);
    case "report:bill-over-time":
      return ledger.report("bill-over-time", request.parameter);
    case "report:bill-cells":
      return ledger.report("bill-cells", request.parameter);
    case "report:billed-machines":
      return ledger.report("billed-machines", request.parameter);
    case "report:reconciliation":
      return ledger.report("reconciliation", request.parameter);
    case "report:spend":
      return ledger.report("spend", request.parameter);
    case "report:outcomes":
      return ledger.report("outcomes", request.parameter);
    case "report:outcome-list":
      return ledger.report("outcome-list", request.parameter);
    case "report:outcome":
      return ledger.report("outcome", request.parameter);
    case "report:savings":
      return ledger.report("savings", request.parameter);
    case "report:cache-use":
      return ledger.report("cache-use", request.parameter);
    case "report:tokens":
      return ledger.report("tokens", request.parameter);
    case "report:experiments":
      return ledger.report("experiments", request.parameter);
    case "report:demand":
      return ledger.report("demand", request.parameter);
    case "report:explore":
      return ledger.report("explore", request.parameter);
    case "report:cost-subjects":
      return ledger.report("cost-subjects", request.parameter);
    case "report:export-slices":
      return ledger.report("export-slices", request.parameter);
    case "report:exported-calls":
      return ledger.report("exported-calls", request.parameter);
    case "report:exported-bill-lines":
      return ledger.report("exported-bill-lines", request.parameter);
    default:
      return request satisfies never;
  }
}
