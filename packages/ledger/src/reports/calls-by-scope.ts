import { type Operation, operations } from "@headgate/contract";
import type { Reports } from "../store.ts";
import type { Ask } from "./ask.ts";
import { scopeOf } from "./scope.ts";
import { integer, text, textOrNull } from "./sql-values.ts";

/** How many calls a range has of each kind: the strata of which a sample of it is made. */
export type CallsByScope = readonly Readonly<{
  /** The model that clients asked for; null where they named none. */
  requestModel: string | null;
  feature: string | null;
  operation: Operation;
  simulated: boolean;
  calls: number;
}>[];

/** How many calls were asked of each model and for each feature? */
export async function callsByScope(
  query: Reports["calls-by-scope"]["query"],
  ask: Ask,
): Promise<CallsByScope> {
  const { attempts, where, parameters } = await scopeOf(query, ask);
  const rows = await ask(
    `select request_model, feature, operation, cast(simulated as integer) as is_simulated,
      count(*) as call_count
    from ${attempts}
    where ${where} and final
    group by request_model, feature, operation, simulated
    order by call_count desc, request_model, feature, operation, is_simulated`,
    parameters,
  );
  return rows.map((row) => {
    const name = text(row, "operation");
    const operation = operations.find((known) => known === name);
    if (operation === undefined) throw new TypeError(`no operation "${name}"`);
    return {
      requestModel: textOrNull(row, "request_model"),
      feature: textOrNull(row, "feature"),
      operation,
      simulated: integer(row, "is_simulated") === 1,
      calls: integer(row, "call_count"),
    };
  });
}
