import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileBudgets } from "@headgate/budgets";
import { configSchema, createKeyResponse, type ValkeyConfig } from "@headgate/contract";
import { freePort } from "@headgate/tests/servers";
import { startChild } from "../../gateway/child.ts";
import { countersOn } from "../counters/counters-on.ts";
import type { EngineName, Engines } from "./engines.ts";
import type { Place } from "./place.ts";
import { type Node, runNode } from "./run-node.ts";
import { type CallAbout, type CallEnd, callsTo } from "./send-call.ts";
import { secondsUntil } from "./wait-until.ts";

/** What the provider's own books say of one answer; tokens. */
export type ProviderAnswer = Readonly<{
  id: string;
  model: string;
  user: string;
  input: number;
  output: number;
}>;

/** Nodes that share three engines and one provider. */
export type Fleet = Readonly<{
  nodes: readonly Node[];
  counters: ValkeyConfig;
  /** The one budget: each user of the key's has this limit for itself, picodollars. */
  budget: Readonly<{ id: string; limit: bigint }>;
  send: (node: number, call: CallAbout) => Promise<CallEnd>;
  providerAnswers: () => Promise<readonly ProviderAnswer[]>;
  stop: () => Promise<void>;
}>;

export const CALL_TIMEOUT_MS = 4_000;
const ADMIN_KEY = "of-this-bench-alone";
const UP_WITHIN_MS = 90_000;

/**
 * Starts nodes, keys that all of them know, and waits until each answers calls.
 * @param firstAt where the first node runs, if not as the others
 */
export async function startFleet(
  engines: Engines,
  options: Readonly<{
    nodes: number;
    limit: string;
    seed: number;
    connections: number;
    firstAt?: Place;
  }>,
): Promise<Fleet> {
  const folder = mkdtempSync(join(tmpdir(), "headgate-bench-nodes-"));
  const provider = await startChild("../budgets/troubled-upstream.ts", [String(options.seed)], 1);
  const counters = countersOn(engines.counters);
  const budgets = [
    {
      ...{ name: "hot", match: { team: "bench" }, per: ["user" as const] },
      ...{ limit: options.limit, window: "month" as const },
    },
  ];
  const configOf = async (place: Place | undefined) => {
    const at = async (engine: EngineName) => {
      const { url } = engines[engine];
      return (await place?.reach(engine, url)) ?? url;
    };
    const providerUrl = (await place?.reach("provider", provider.url)) ?? provider.url;
    return {
      listen: { port: await freePort(), ...(place && { host: place.host }) },
      admin_key: ADMIN_KEY,
      providers: {
        openai: {
          ...{ kind: "openai", base_url: `${providerUrl}/v1`, api_key: "sk-bench" },
          simulated: true,
        },
      },
      models: { chat: ["openai/gpt-4o-mini", "openai/gpt-4.1", "openai/gpt-4.1-nano"] },
      retries: { attempts_per_target: 1 },
      // Troubles are by chance here, and never a provider that is down.
      circuit_breaker: { failures: 1_000_000 },
      limits: { call_timeout_ms: CALL_TIMEOUT_MS },
      budgets,
      stores: {
        ledger: { kind: "clickhouse", url: await at("ledger"), request_timeout_ms: 10_000 },
        state: { kind: "postgres", url: await at("state") },
        counters: {
          ...{ ...counters, url: await at("counters") },
          // As they are unless an operator says otherwise.
          ...{ connect_timeout_ms: 2_000, command_timeout_ms: 1_000 },
        },
      },
    };
  };
  const start = async (node: number): Promise<Node> => {
    const place = node === 0 ? options.firstAt : undefined;
    return runNode(join(folder, `node-${node}`), await configOf(place), place);
  };
  // The first makes the schemas.
  const first = await start(0);
  const others = await Promise.all(
    Array.from({ length: options.nodes - 1 }, (_, index) => start(index + 1)),
  );
  const nodes = [first, ...others];
  const keyOf = async (team: string): Promise<string> =>
    createKeyResponse.parse(await first.post("/api/keys", { name: team, attribution: { team } }))
      .secret;
  const keys = { covered: await keyOf("bench"), free: await keyOf("free") };
  const calls = nodes.map((node) => callsTo(node.url, keys, options.connections));
  const send = (node: number, call: CallAbout): Promise<CallEnd> => {
    const to = calls[node % calls.length];
    if (to === undefined) throw new Error("there are no nodes");
    return to.send(call);
  };
  for (const node of nodes.keys()) {
    const isUp = async (): Promise<boolean> =>
      (await send(node, { user: "first", stream: false, words: 5 })).kind === "answered";
    if ((await secondsUntil(isUp, UP_WITHIN_MS)) === undefined) {
      const last = await send(node, { user: "first", stream: false, words: 5 });
      throw new Error(`node ${node} does not answer: ${JSON.stringify(last)}`);
    }
  }
  const [compiled] = compileBudgets(configSchema.parse({ budgets }).budgets);
  if (compiled === undefined) throw new Error("no budget is configured");
  return {
    ...{ nodes, counters, send },
    budget: { id: compiled.id, limit: compiled.limit },
    providerAnswers: async () =>
      (await (await fetch(`${provider.url}/answered`)).json()) as readonly ProviderAnswer[],
    stop: async () => {
      await Promise.all(calls.map((one) => one.close()));
      await Promise.all(nodes.map((node) => node.stop()));
      await provider.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
