import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import autocannon from "autocannon";
import { requestBody } from "./answers.ts";
import { cpuMs, pinned } from "./child.ts";
import type { Contender } from "./contenders.ts";

const CONNECTIONS = 64;
const run = promisify(execFile);
const hasWrk = spawnSync("wrk", ["-v"]).error === undefined;

/** What drives the load: wrk leaves the measured process more of the machine than a generator in Node. */
export const generator: string = hasWrk ? "wrk" : "autocannon";

export type Throughput = Readonly<{
  /** Calls that succeeded. */
  callsPerSecond: number;
  failed: number;
  /** CPU time of the contender's process for one call; absent outside Linux. */
  cpuMicrosecondsPerCall: number | undefined;
}>;

/**
 * As many calls as 64 connections, unless said otherwise, can make, one after the other each.
 * @param body what each of them asks
 */
export async function measureThroughput(
  contender: Contender,
  stream: boolean,
  seconds: number,
  body: string = requestBody(stream),
  connections: number = CONNECTIONS,
): Promise<Throughput> {
  const before = cpuMs(contender.pid);
  const { calls, failed } = hasWrk
    ? await runWrk(contender, body, { seconds, connections })
    : await runAutocannon(contender, body, { seconds, connections });
  const after = cpuMs(contender.pid);
  return {
    callsPerSecond: Math.max(0, calls - failed) / seconds,
    failed,
    cpuMicrosecondsPerCall:
      before === undefined || after === undefined ? undefined : ((after - before) * 1000) / calls,
  };
}

/** By then V8 has compiled what a call runs, as it is after the first minutes of a process's life. */
const WARM_CALLS = 8_000;
const WARM_SECONDS = 12;

/**
 * Asks until a contender has answered so many calls that it is warm, unmeasured, or for twelve seconds: on a slow machine the
 * first seconds take ten times what later ones do.
 */
export async function warmUp(
  contender: Contender,
  stream: boolean,
  body: string = requestBody(stream),
  connections: number = CONNECTIONS,
): Promise<void> {
  let answered = 0;
  for (let second = 0; second < WARM_SECONDS && answered < WARM_CALLS; second += 1) {
    answered += (await measureThroughput(contender, stream, 1, body, connections)).callsPerSecond;
  }
}

type Calls = Readonly<{ calls: number; failed: number }>;
type Load = Readonly<{ seconds: number; connections: number }>;

async function runWrk(
  contender: Contender,
  body: string,
  { seconds, connections }: Load,
): Promise<Calls> {
  const folder = mkdtempSync(join(tmpdir(), "headgate-wrk-"));
  const script = join(folder, "post.lua");
  const headers = Object.entries({ ...contender.headers, "content-type": "application/json" })
    .map(([name, value]) => `wrk.headers["${name}"] = ${JSON.stringify(value)}`)
    .join("\n");
  writeFileSync(script, `wrk.method = "POST"\nwrk.body = ${JSON.stringify(body)}\n${headers}\n`);
  const parameters = [
    "-t1",
    `-c${connections}`,
    `-d${seconds}s`,
    "-s",
    script,
    `${contender.url}/v1/chat/completions`,
  ];
  const command = pinned ? ["taskset", "-c", "1", "wrk", ...parameters] : ["wrk", ...parameters];
  const { stdout } = await run(command[0] ?? "wrk", command.slice(1), { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  const requests = /(\d+) requests in/.exec(stdout)?.[1];
  if (requests === undefined) throw new Error(`wrk said: ${stdout}`);
  const refused = Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? "0");
  const broken = [...stdout.matchAll(/(?:connect|read|write|timeout) (\d+)/g)].reduce(
    (total, match) => total + Number(match[1]),
    0,
  );
  return { calls: Number(requests), failed: refused + broken };
}

async function runAutocannon(
  contender: Contender,
  body: string,
  { seconds, connections }: Load,
): Promise<Calls> {
  const result = await autocannon({
    url: `${contender.url}/v1/chat/completions`,
    method: "POST",
    connections,
    duration: seconds,
    headers: { ...contender.headers, "content-type": "application/json" },
    body,
  });
  return { calls: result.requests.total, failed: result.non2xx + result.errors };
}
