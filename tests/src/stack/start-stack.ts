import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Attribution,
  childEnvironment,
  configSchema,
  createKeyResponse,
  type Status,
  statusSchema,
  type Totals,
  totalsReport,
} from "@headgate/contract";
import type { z } from "zod";
import { freePort } from "../servers/free-port.ts";
import { endProcess, type Running, startExecutable } from "./child.ts";

export type Stack = Readonly<{
  /** The one port: model paths, API and console. */
  url: string;
  /** A key of team `tests`. */
  secret: string;
  data: string;
  simulatorUrl: string;
  api: (path: string, init?: RequestInit) => Promise<unknown>;
  createKey: (name: string, attribution: Attribution) => Promise<string>;
  status: () => Promise<Status>;
  /** Totals of all calls, or of those of a project. */
  totals: (project?: string) => Promise<Totals>;
  /** Resolves when the ledger holds that many attempts. */
  settled: (attempts: number, project?: string) => Promise<Totals>;
  /** `kill -9`, then starts it again on the same port and data. */
  killAndRestart: (which: "gateway" | "control") => Promise<void>;
  /** The exit code of each process after SIGTERM. */
  stop: () => Promise<Readonly<{ gateway: number | null; control: number | null }>>;
}>;

type ConfigInput = z.input<typeof configSchema>;

/** The whole product as it ships, in front of the simulator: gateway and control as processes. */
export async function startStack(
  options: Readonly<{
    config?: Partial<ConfigInput>;
    /** Providers beside OpenAI and Anthropic, at the simulator's address. */
    providers?: (simulatorUrl: string) => ConfigInput["providers"];
    consoleDirectory?: string;
    seed?: number;
    /** The data directory; a fresh one unless given. */
    data?: string;
  }> = {},
): Promise<Stack> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), "headgate-stack-"));
  const simulator = await startExecutable("simulator", [
    "--port",
    "0",
    "--seed",
    String(options.seed ?? 1),
  ]);
  const port = await freePort();
  const controlPort = await freePort();
  const config = configSchema.parse({
    providers: {
      openai: {
        kind: "openai",
        base_url: `${simulator.url}/v1`,
        api_key: "sk-sim",
        simulated: true,
      },
      anthropic: { kind: "anthropic", base_url: simulator.url, api_key: "sk-sim", simulated: true },
      bedrock: {
        kind: "bedrock",
        region: "us-east-1",
        base_url: simulator.url,
        aws_credentials: { access_key_id: "AKIASIMULATED", secret_access_key: "simulated" },
        simulated: true,
      },
      ...options.providers?.(simulator.url),
    },
    ...options.config,
    listen: { port },
  });
  const environment = {
    [childEnvironment.config]: JSON.stringify(config),
    [childEnvironment.data]: data,
    [childEnvironment.controlUrl]: `http://127.0.0.1:${controlPort}`,
    [childEnvironment.token]: "a-secret-of-this-test-run",
    [childEnvironment.mode]: "live",
    [childEnvironment.consoleDirectory]: options.consoleDirectory ?? join(data, "no-console"),
  };
  let control: Running = await startExecutable("control", [], environment);
  let gateway: Running = await startExecutable("gateway", [], environment);
  const url = gateway.url;

  const api = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, init);
    if (!response.ok) throw new Error(`${path}: HTTP ${response.status}: ${await response.text()}`);
    return await response.json();
  };
  const createKey = async (name: string, attribution: Attribution): Promise<string> => {
    const created = await api("/api/keys", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name, attribution }),
    });
    return createKeyResponse.parse(created).secret;
  };
  const totals = async (project?: string): Promise<Totals> => {
    const range = "from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z";
    const filter = project === undefined ? "" : `&project=${encodeURIComponent(project)}`;
    return totalsReport.parse(await api(`/api/reports/totals?${range}${filter}`)).totals;
  };

  return {
    url,
    secret: await createKey("tests", { team: "tests" }),
    data,
    simulatorUrl: simulator.url,
    api,
    createKey,
    status: async () => statusSchema.parse(await api("/api/status")),
    totals,
    settled: async (attempts, project) => {
      for (;;) {
        const found = await totals(project);
        if (found.attempts >= attempts) return found;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    killAndRestart: async (which) => {
      if (which === "gateway") {
        await endProcess(gateway.process, "SIGKILL");
        gateway = await startExecutable("gateway", [], environment);
      } else {
        await endProcess(control.process, "SIGKILL");
        control = await startExecutable("control", [], environment);
      }
    },
    stop: async () => {
      const codes = {
        gateway: await endProcess(gateway.process, "SIGTERM"),
        control: await endProcess(control.process, "SIGTERM"),
      };
      await endProcess(simulator.process, "SIGKILL");
      if (options.data === undefined) rmSync(data, { recursive: true, force: true });
      return codes;
    },
  };
}
