import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  budgetsResponse,
  childEnvironment,
  configSchema,
  createKeyResponse,
  type Status,
  statusSchema,
  totalsReport,
} from "@headgate/contract";
import { onTestFinished } from "vitest";
import type { z } from "zod";
import { freePort } from "../servers/index.ts";
import { endProcess, startExecutable } from "../stack/child.ts";

/** A whole node: a gateway and a control process with a data directory of their own, on engines that others share. */
export type EngineNode = Readonly<{
  url: string;
  /** What a balancer asks. */
  isReady: () => Promise<boolean>;
  call: (secret: string) => Promise<number | string>;
  createKey: (team: string) => Promise<string>;
  status: () => Promise<Status>;
  totals: () => Promise<z.output<typeof totalsReport>["totals"]>;
  budgets: () => Promise<z.output<typeof budgetsResponse>>;
  /** Stops both as a rollout does, and starts them anew on the same data; the exit codes of those that went. */
  replace: () => Promise<readonly (number | null)[]>;
}>;

export type EngineName = "ledger" | "state" | "counters";
type Config = z.input<typeof configSchema>;

const ADMIN_KEY = "of-this-test-alone";

/** Where the engines of the run are; undefined where one of them could not be had. */
export function namedEngines(): Readonly<Record<EngineName, string>> | undefined {
  const { HEADGATE_TEST_CLICKHOUSE, HEADGATE_TEST_POSTGRES, HEADGATE_TEST_VALKEY } = process.env;
  const [ledger] = HEADGATE_TEST_CLICKHOUSE?.split(" ") ?? [];
  const [state, counters] = [HEADGATE_TEST_POSTGRES, HEADGATE_TEST_VALKEY];
  if (ledger === undefined || state === undefined || counters === undefined) return undefined;
  return { ledger, state, counters };
}

export function noEngines(): never {
  throw new Error("the engines of this test are not named");
}

/** All that nodes of one name share: a database, schemas and accounts of their own. */
export const storesOf = (
  name: string,
  engines: Readonly<Record<EngineName, string>>,
): Config["stores"] => ({
  ledger: { kind: "clickhouse", url: engines.ledger, database: name },
  state: { kind: "postgres", url: engines.state, schema: name },
  counters: { kind: "valkey", url: engines.counters, prefix: name },
});

/** A provider that answers each call, until the test is over. */
export async function simulatedProvider(): Promise<Config["providers"]> {
  const { url, process: simulator } = await startExecutable("simulator", [
    ...["--port", "0", "--seed", "1"],
  ]);
  onTestFinished(async () => {
    await endProcess(simulator, "SIGKILL");
  });
  return {
    openai: { kind: "openai", base_url: `${url}/v1`, api_key: "sk-sim", simulated: true },
  };
}

/** Starts one, until the test is over. */
export async function startEngineNode(config: Config): Promise<EngineNode> {
  const data = mkdtempSync(join(tmpdir(), "headgate-node-"));
  const [port, controlPort] = [await freePort(), await freePort()];
  const environment = {
    [childEnvironment.config]: JSON.stringify(
      configSchema.parse({ ...config, admin_key: ADMIN_KEY, listen: { port } }),
    ),
    [childEnvironment.data]: data,
    [childEnvironment.controlUrl]: `http://127.0.0.1:${controlPort}`,
    [childEnvironment.token]: "a-secret-of-this-test-run",
    [childEnvironment.mode]: "live",
    [childEnvironment.consoleDirectory]: join(data, "no-console"),
  };
  const start = async () => ({
    control: await startExecutable("control", [], environment),
    gateway: await startExecutable("gateway", [], environment),
  });
  let running = await start();
  onTestFinished(async () => {
    await end();
    rmSync(data, { recursive: true, force: true });
  });
  const end = async () => [
    await endProcess(running.gateway.process, "SIGTERM"),
    await endProcess(running.control.process, "SIGTERM"),
  ];
  const url = `http://127.0.0.1:${port}`;
  const api = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const headers = { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" };
    const response = await fetch(`${url}${path}`, { ...init, headers });
    if (!response.ok) throw new Error(`${path}: HTTP ${response.status}: ${await response.text()}`);
    return await response.json();
  };
  return {
    url,
    isReady: () =>
      fetch(`${url}/readyz`).then(
        async (answer) => {
          await answer.arrayBuffer();
          return answer.ok;
        },
        () => false,
      ),
    call: (secret) =>
      fetch(`${url}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
        body: JSON.stringify({
          ...{ model: "gpt-4o-mini", max_tokens: 20 },
          messages: [{ role: "user", content: "hi" }],
        }),
      }).then(
        async (answer) => {
          const text = await answer.text();
          return answer.status === 200 ? 200 : `${answer.status} ${text}`;
        },
        (error: unknown) => String(error),
      ),
    createKey: async (team) =>
      createKeyResponse.parse(
        await api("/api/keys", {
          method: "POST",
          body: JSON.stringify({ name: team, attribution: { team } }),
        }),
      ).secret,
    status: async () => statusSchema.parse(await api("/api/status")),
    totals: async () =>
      totalsReport.parse(
        await api("/api/reports/totals?from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z"),
      ).totals,
    budgets: async () => budgetsResponse.parse(await api("/api/budgets")),
    replace: async () => {
      const codes = await end();
      running = await start();
      return codes;
    },
  };
}
