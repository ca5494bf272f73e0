import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { createKeyResponse, startedSchema, statusSchema } from "@headgate/contract";
import { freePort } from "@headgate/tests/servers";
import { request } from "undici";
import type { BenchClock } from "./bench-clock.ts";

/** `headgate start` as it ships, in processes of its own. */
export type RunningHeadgate = Readonly<{
  url: string;
  secret: string;
  /** Its configuration: what is applied is written here. */
  configFile: string;
  get: (path: string) => Promise<unknown>;
  post: (path: string, body: unknown) => Promise<unknown>;
  /** Waits until a configuration that was written holds. */
  reloaded: () => Promise<void>;
  /** Waits until so many calls, and all others so far, are in the ledger. */
  loaded: (calls: number) => Promise<void>;
  stop: () => Promise<void>;
}>;

const PROGRAM = join(import.meta.dirname, "../../../apps/cli/bin/headgate.mjs");
const LOOK_MS = 50;
const LONGEST_WAIT_MS = 60_000;
const TAKEN_ON_MS = 500;
const LOADER_LOOKS_MS = 1_000;

/** Starts Headgate with two simulated providers and no policies, on the bench's clock. */
export async function runHeadgate(
  folder: string,
  clock: BenchClock,
  simulator: string,
): Promise<RunningHeadgate> {
  const configFile = join(folder, "headgate.yaml");
  writeFileSync(
    configFile,
    `listen:
  port: ${await freePort()}
providers:
  openai:
    kind: openai
    base_url: ${simulator}/v1
    api_key: simulated
    simulated: true
  anthropic:
    kind: anthropic
    base_url: ${simulator}
    api_key: simulated
    simulated: true
`,
  );
  const clockModule = new URL("./virtual-clock.mjs", import.meta.url).href;
  const child = spawn(
    process.execPath,
    [PROGRAM, "start", "--config", configFile, "--data", join(folder, "data"), "--json"],
    {
      env: {
        ...process.env,
        NODE_OPTIONS: `--import=${clockModule}`,
        HEADGATE_BENCH_CLOCK: clock.path,
        HEADGATE_LOG_LEVEL: "error",
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let tookOn = 0;
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (line.includes("the new configuration holds")) tookOn += 1;
    else process.stderr.write(`${line}\n`);
  });
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, "line"), once(child, "exit")]);
  const { url } = startedSchema.parse(JSON.parse(String(first[0])));

  const ask = async (method: "GET" | "POST", path: string, body?: unknown): Promise<unknown> => {
    const answer = await request(`${url}${path}`, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      }),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.statusCode} ${text}`);
    return JSON.parse(text);
  };
  const get = (path: string) => ask("GET", path);
  const post = (path: string, body: unknown) => ask("POST", path, body);
  const { secret } = createKeyResponse.parse(
    await post("/api/keys", { name: "constructed", attribution: { team: "constructed" } }),
  );
  return {
    ...{ url, secret, configFile, get, post },
    reloaded: async () => {
      const before = tookOn;
      await until("the configuration is not read again", async () => tookOn > before);
      // Its processes take it on a moment later.
      await delay(TAKEN_ON_MS);
    },
    loaded: async (calls) => {
      // What waits is told as of the loader's last look.
      await delay(LOADER_LOOKS_MS);
      await until("the ledger does not take the rows in", async () => {
        const { ledger, loader } = statusSchema.parse(await get("/api/status"));
        return loader.bytes_waiting === 0 && ledger.rows !== null && ledger.rows >= calls;
      });
    },
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function until(otherwise: string, isSo: () => Promise<boolean>): Promise<void> {
  const untilMs = performance.now() + LONGEST_WAIT_MS;
  while (!(await isSo())) {
    if (performance.now() > untilMs) throw new Error(otherwise);
    await delay(LOOK_MS);
  }
}
