import { type Status, statusSchema } from "@headgate/contract";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { heldText } from "../migration/stores-hold.ts";
import { version } from "../version.ts";
import { answers } from "./responses.ts";

const route = createRoute({
  method: "get",
  path: "/api/status",
  summary:
    "What runs here, how far the ledger reaches, whether the servers that it rests on answer, and how the loader is doing. Answers within seconds while they do not.",
  responses: answers("The status of this Headgate.", statusSchema),
});

export function registerStatus(api: OpenAPIHono, dependencies: ControlDependencies): void {
  api.openapi(route, async (context) => context.json(await readStatus(dependencies), 200));
}

async function readStatus(dependencies: ControlDependencies): Promise<Status> {
  // Side by side, so that two servers that are away are waited for once.
  const [ledger, engines] = await Promise.all([
    dependencies.engines.extent(),
    dependencies.engines.servers(),
  ]);
  const loader = dependencies.loader.status();
  const { nodeBoard } = dependencies;
  const own = nodeBoard.own();
  const heldSince = dependencies.storesHold.since();
  const providers = Object.entries(dependencies.config().providers).map(([name, provider]) => ({
    name,
    kind: provider.kind,
    simulated: provider.simulated,
  }));
  return {
    version,
    mode: dependencies.mode,
    simulated: providers.length > 0 && providers.every((provider) => provider.simulated),
    providers,
    data_directory: dependencies.dataDirectory,
    started_at: new Date(dependencies.startedAtMs).toISOString(),
    ledger: ledger.answers
      ? {
          rows: ledger.answer.rows,
          first_row_at: timeText(ledger.answer.firstRowAtMs),
          last_row_at: timeText(ledger.answer.lastRowAtMs),
          bills_from: timeText(ledger.answer.billsFromMs),
          bills_to: timeText(ledger.answer.billsToMs),
          bills_daily_to: timeText(ledger.answer.billsDailyToMs),
        }
      : {
          ...{ rows: null, first_row_at: null, last_row_at: null },
          ...{ bills_from: null, bills_to: null, bills_daily_to: null },
        },
    ...(heldSince !== undefined && { held_since: heldSince }),
    ...(engines.length > 0 && { engines: [...engines] }),
    loader: { ...loader, last_error: lastError(dependencies, loader.last_error) },
    control_processes: dependencies.lead.processes()?.map(({ node, version, leads, isThis }) => {
      const goesBy = isThis ? nodeBoard.own() : nodeBoard.of(node);
      return {
        ...{ node, version, leads, is_this: isThis },
        ...{ config: goesBy?.config ?? null, price_book: goesBy?.priceBook ?? null },
      };
    }),
    settings: { config: own.config, price_book: own.priceBook },
  };
}

const timeText = (atMs: number | undefined): string | null =>
  atMs === undefined ? null : new Date(atMs).toISOString();

/** What went wrong at start stays visible beside the loader's own last failure. */
function lastError(
  { nodeBoard, problems, storesHold }: ControlDependencies,
  ofLoader: string | null,
): string | null {
  const all = problems.map((problem) => `${problem.message} [${problem.code}]`);
  const heldSince = storesHold.since();
  if (heldSince !== undefined) all.push(`${heldText(heldSince)} [stores_held]`);
  const nodesDiffer = nodeBoard.problem();
  if (nodesDiffer !== undefined) all.push(`${nodesDiffer} [nodes_differ]`);
  if (ofLoader !== null) all.push(ofLoader);
  return all.length === 0 ? null : all.join("\n");
}
