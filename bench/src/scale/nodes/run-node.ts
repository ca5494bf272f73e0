import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Status, startedSchema, statusSchema } from "@headgate/contract";
import { request } from "undici";
import type { Place } from "./place.ts";

type ProcessName = "gateway" | "control";

/** One machine's `headgate start` as it ships: a supervisor, its gateway and its control process. */
export type Node = Readonly<{
  url: string;
  /** Of the process that runs at the moment; undefined while it is down. */
  pidOf: (which: ProcessName) => number | undefined;
  /** `kill -9`; the supervisor starts it again. */
  kill: (which: ProcessName) => number | undefined;
  /** As its control process tells it; undefined when nobody answers. */
  status: () => Promise<Status | undefined>;
  post: (path: string, body: unknown) => Promise<unknown>;
  /** SIGTERM, as a person would. */
  stop: () => Promise<void>;
}>;

const PROGRAM = join(import.meta.dirname, "../../../../apps/cli/bin/headgate.mjs");
const ANSWER_MS = 5_000;
const STOP_MS = 90_000;

/**
 * Starts a node with a configuration and a folder of its own.
 * @throws Error when it ends before it is up, with its last words
 */
export async function runNode(
  folder: string,
  config: Readonly<{ admin_key: string }> & Readonly<Record<string, unknown>>,
  place?: Place,
): Promise<Node> {
  mkdirSync(folder, { recursive: true });
  const configFile = join(folder, "headgate.yaml");
  // JSON is YAML.
  writeFileSync(configFile, JSON.stringify(config));
  const [program = "", ...words] = [
    ...(place?.command ?? []),
    ...[process.execPath, PROGRAM, "start", "--config", configFile],
    ...["--data", join(folder, "data"), "--json"],
  ];
  const child = spawn(program, words, {
    env: { ...process.env, HEADGATE_LOG_LEVEL: "error" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-4_000);
  });
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, "line"), once(child, "exit")]);
  if (child.exitCode !== null || child.signalCode !== null) {
    throw new Error(`a node ended before it was up:\n${said}`);
  }
  const { url } = startedSchema.parse(JSON.parse(String(first[0])));
  const headers = { authorization: `Bearer ${config.admin_key}` };
  const pidOf = (which: ProcessName) =>
    childrenOf(child.pid).find((pid) => commandOf(pid).includes(`/${which}/dist/main.js`));
  return {
    ...{ url, pidOf },
    kill: (which) => {
      const pid = pidOf(which);
      if (pid !== undefined) process.kill(pid, "SIGKILL");
      return pid;
    },
    status: async () => {
      const text = await read(`${url}/api/status`, headers);
      return text === undefined ? undefined : statusSchema.parse(JSON.parse(text));
    },
    post: async (path, content) => {
      const { statusCode, body } = await request(`${url}${path}`, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify(content),
      });
      const text = await body.text();
      if (statusCode >= 300) throw new Error(`${path}: ${statusCode} ${text}`);
      return JSON.parse(text);
    },
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, "exit");
        child.kill("SIGTERM");
        const timer = setTimeout(() => {
          // The second signal ends it at once, with its processes.
          child.kill("SIGTERM");
        }, STOP_MS);
        await ended;
        clearTimeout(timer);
      }
      process.off("exit", kill);
    },
  };
}

/** @returns undefined when it is down, or does not answer in time */
async function read(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  try {
    const { statusCode, body } = await request(url, {
      headers,
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const text = await body.text();
    return statusCode === 200 ? text : undefined;
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** Where the system does not tell, there are none: then nothing is killed, and the bench says so. */
function childrenOf(pid: number | undefined): readonly number[] {
  return fromProcess(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
}

const commandOf = (pid: number): string => fromProcess(`/proc/${pid}/cmdline`);

function fromProcess(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    // It ended meanwhile.
    if (error instanceof Error) return "";
    throw error;
  }
}
