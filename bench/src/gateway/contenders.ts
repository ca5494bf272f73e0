import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  allocatorEnvironment,
  childEnvironment,
  configSchema,
  gatewayNodeOptions,
} from "@headgate/contract";
import { dataDirectory, openSqliteState } from "@headgate/ledger";
import { freePort } from "@headgate/tests/servers";
import type { z } from "zod";
import { type Child, pin, startChild, stopProcess } from "./child.ts";

/** Something that stands between client and provider. */
export type Contender = Readonly<{
  name: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  pid: number | undefined;
  stop: () => Promise<void>;
}>;
/** Why a contender is not in the table. */
export type Absent = Readonly<{ name: string; because: string }>;

const PORTKEY = "1.15.2";

export async function startBareRelay(upstream: string): Promise<Contender> {
  const child = await startChild("bare-relay.ts", [upstream], 0);
  return contender("bare relay", child, { authorization: "Bearer sk-bench" });
}

export async function startBareAnswer(): Promise<Contender> {
  return contender("node:http alone", await startChild("bare-answer.ts", [], 0), {});
}

type ConfigInput = z.input<typeof configSchema>;
type HeadgateSettings = Readonly<{
  name?: string;
  /** What the configuration says beside its provider, or in its place. */
  config?: Partial<ConfigInput>;
}>;

/** The compiled gateway as it ships: keys, metering, pricing and the spool on. */
export async function startHeadgate(
  upstream: string,
  { name = "headgate", config: change = {} }: HeadgateSettings = {},
): Promise<Contender> {
  const data = mkdtempSync(join(tmpdir(), "headgate-bench-"));
  const paths = dataDirectory(data);
  const state = await openSqliteState({ path: paths.state });
  const { secret } = await state.createKey({
    name: "bench",
    attribution: { team: "bench" },
    tags: {},
    nowMs: Date.now(),
  });
  await state.publishKeys(paths.keys);
  await state.close();
  const config = configSchema.parse({
    listen: { port: 0 },
    providers: {
      openai: { kind: "openai", base_url: `${upstream}/v1`, api_key: "sk-bench", simulated: true },
    },
    ...change,
  });
  const main = join(import.meta.dirname, "../../../apps/gateway/dist/main.js");
  if (!existsSync(main)) throw new Error("build first: npm run build");
  const environment = {
    ...allocatorEnvironment,
    [childEnvironment.config]: JSON.stringify(config),
    [childEnvironment.data]: data,
    HEADGATE_LOG_LEVEL: "error",
  };
  const child = await startChild(main, [], 0, environment, gatewayNodeOptions);
  return {
    ...contender(name, child, { authorization: `Bearer ${secret}` }),
    stop: async () => {
      await child.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

export async function startNginx(upstream: string): Promise<Contender | Absent> {
  if (spawnSync("nginx", ["-v"]).status !== 0) return { name: "nginx", because: "not installed" };
  const folder = mkdtempSync(join(tmpdir(), "headgate-nginx-"));
  const port = await freePort();
  const { host } = new URL(upstream);
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
  access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  upstream provider { server ${host}; keepalive 256; }
  server { listen 127.0.0.1:${port}; keepalive_requests 100000000;
    location / { proxy_pass http://provider; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; } }
}`,
  );
  const child = spawn("nginx", ["-p", folder, "-c", join(folder, "nginx.conf")], {
    stdio: "ignore",
  });
  await answers(`http://127.0.0.1:${port}/v1/chat/completions`, child);
  for (const pid of familyOf(child.pid)) pin(pid, 0);
  return {
    name: "nginx",
    url: `http://127.0.0.1:${port}`,
    headers: { authorization: "Bearer sk-bench" },
    pid: familyOf(child.pid).at(-1),
    stop: async () => {
      await stopProcess(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Portkey's gateway from npm, in a folder of its own that is kept for the next run. */
export async function startPortkey(upstream: string): Promise<Contender | Absent> {
  const folder = join(tmpdir(), `headgate-bench-portkey-${PORTKEY}`);
  const main = join(folder, "node_modules/@portkey-ai/gateway/build/start-server.js");
  if (!existsSync(main)) {
    process.stderr.write(`installing @portkey-ai/gateway@${PORTKEY} in ${folder}\n`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{"private":true}');
    try {
      execFileSync(
        "npm",
        ["install", "--no-audit", "--no-fund", `@portkey-ai/gateway@${PORTKEY}`],
        {
          cwd: folder,
          stdio: "ignore",
        },
      );
    } catch (error) {
      return { name: "portkey", because: `npm could not install it: ${String(error)}` };
    }
  }
  const port = await freePort();
  const child = spawn(process.execPath, [main, "--headless", `--port=${port}`], {
    cwd: folder,
    stdio: "ignore",
    env: { ...process.env, NODE_ENV: "production" },
  });
  const headers = {
    authorization: "Bearer sk-bench",
    "x-portkey-provider": "openai",
    "x-portkey-custom-host": `${upstream}/v1`,
  };
  await answers(`http://127.0.0.1:${port}/`, child);
  pin(child.pid, 0);
  return {
    name: `portkey ${PORTKEY}`,
    url: `http://127.0.0.1:${port}`,
    headers,
    pid: child.pid,
    stop: () => stopProcess(child),
  };
}

const contender = (
  name: string,
  child: Child,
  headers: Readonly<Record<string, string>>,
): Contender => ({ name, url: child.url, headers, pid: child.process.pid, stop: child.stop });

function familyOf(pid: number | undefined): readonly number[] {
  if (pid === undefined) return [];
  const children = spawnSync("pgrep", ["-P", String(pid)], { encoding: "utf8" }).stdout ?? "";
  return [pid, ...children.split("\n").filter(Boolean).map(Number)];
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with ${child.exitCode}`);
    try {
      await fetch(url, { method: "POST", body: "{}" });
      return;
    } catch {
      // Not up yet: looked at again in a moment.
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`${url} does not answer`);
}
