import {
  type CallDetail,
  callDetailSchema,
  HeadgateError,
  knownCallsRequest,
  knownCallsResponse,
  type LedgerRow,
  type PriceRecord,
  promptUndoSchema,
} from "@headgate/contract";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { gatewayBehind } from "../gateway/ask-gateway.ts";
import { promptUndoOf } from "../gateway/prompt-undo.ts";
import { answers, jsonBody } from "./responses.ts";

const known = createRoute({
  method: "post",
  path: "/api/calls/known",
  summary: "Of which of these ids, given by clients, the ledger already holds calls.",
  request: { body: jsonBody(knownCallsRequest.strict()) },
  responses: answers("The ids that are in the ledger.", knownCallsResponse),
});

const one = createRoute({
  method: "get",
  path: "/api/calls/{id}",
  summary:
    "One call, by its id or by the client's own: its attempts, their charges line by line, and the prices used.",
  request: { params: z.object({ id: z.string().max(180) }) },
  responses: answers("The call.", callDetailSchema),
});

const undone = createRoute({
  method: "get",
  path: "/api/calls/{id}/prompt",
  summary:
    "What the prompt lever's passes did to a call's texts, undone pass by pass, as long as the gateway that is asked holds it.",
  request: { params: z.object({ id: z.string().max(180) }) },
  responses: answers("The texts, with the digest of the call's row.", promptUndoSchema),
});

export function registerCalls(api: OpenAPIHono, dependencies: ControlDependencies): void {
  api.openapi(known, async (context) => {
    const { client_call_ids } = context.req.valid("json");
    const found = await dependencies.ledger.knownCalls(client_call_ids);
    return context.json({ known: [...found] }, 200);
  });
  api.openapi(one, async (context) => {
    const { id } = context.req.valid("param");
    const attempts = await dependencies.ledger.call(id);
    if (attempts.length === 0) throw new HeadgateError("not_found", `There is no call ${id}.`);
    const revisions = await dependencies.ledger.chargeRevisions(id);
    const detail: CallDetail = {
      call_id: callIdOf(attempts) ?? id,
      attempts: [...attempts],
      price_records: priceRecordsOf([...attempts, ...revisions], dependencies),
      revisions: [...revisions],
      seen_elsewhere: [...(await dependencies.ledger.seenElsewhere(id))],
    };
    return context.json(detail, 200);
  });
  api.openapi(undone, async (context) => {
    const { id } = context.req.valid("param");
    const gateway = gatewayBehind((name) => context.req.header(name), dependencies.token);
    context.header("cache-control", "no-store");
    return context.json(await promptUndoOf(dependencies.ledger, gateway, id), 200);
  });
}

/** The id of the one call that these are attempts of; `undefined` when a client's id found several. */
function callIdOf(attempts: readonly LedgerRow[]): string | undefined {
  const ids = new Set(attempts.map((attempt) => attempt.call_id));
  return ids.size === 1 ? attempts[0]?.call_id : undefined;
}

/** The records that the charges name, each once; one that the price book lost is logged. */
function priceRecordsOf(
  charged: readonly Pick<LedgerRow, "charge">[],
  { prices, log }: ControlDependencies,
): PriceRecord[] {
  const ids = new Set(
    charged.flatMap(({ charge }) => charge.lines.map((line) => line.price_record)),
  );
  const book = prices();
  return [...ids].flatMap((id) => {
    const record = book.record(id);
    if (record === undefined) log.warn({ price_record: id }, "a charge names an unknown price");
    return record === undefined ? [] : [record];
  });
}
