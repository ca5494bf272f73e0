import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { childMessageSchema } from "@headgate/contract";

const hasTaskset = spawnSync("taskset", ["--version"]).status === 0;

/** Which core a process runs on where the system can pin it: 0 for what is measured, 1 for the rest. */
export type Core = 0 | 1;

/** Keeps a process on one core, so that the load generator does not take what is measured its time. */
export const pin = (pid: number | undefined, core: Core): void => {
  if (hasTaskset && pid !== undefined)
    spawnSync("taskset", ["-a", "-c", "-p", String(core), String(pid)]);
};
export const pinned: boolean = hasTaskset;

export type Child = Readonly<{ url: string; process: ChildProcess; stop: () => Promise<void> }>;

/** `HEADGATE_BENCH_PROFILE=folder` writes a CPU profile of the compiled gateway there when it stops. */
const profiling: readonly string[] = process.env.HEADGATE_BENCH_PROFILE
  ? ["--cpu-prof", `--cpu-prof-dir=${process.env.HEADGATE_BENCH_PROFILE}`]
  : [];

/** Starts a TypeScript file of this folder, or a compiled one, and waits until it listens. */
export async function startChild(
  file: string,
  parameters: readonly string[],
  core: Core,
  environment: Readonly<Record<string, string>> = {},
  nodeOptions: readonly string[] = [],
): Promise<Child> {
  const path = file.startsWith("/") ? file : join(import.meta.dirname, file);
  const child = fork(path, parameters, {
    execArgv: path.endsWith(".ts")
      ? ["--conditions=@headgate/source", "--import", "tsx"]
      : [...nodeOptions, ...profiling],
    env: { ...process.env, ...environment },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  pin(child.pid, core);
  const url = await new Promise<string>((resolve, reject) => {
    child.once("exit", (code) =>
      reject(new Error(`${file} ended with ${code} before it listened`)),
    );
    child.once("message", (message) => {
      const parsed = childMessageSchema.parse(message);
      if (parsed.kind === "listening") resolve(parsed.url);
      else reject(new Error(parsed.message));
    });
  });
  return { url, process: child, stop: () => stopProcess(child) };
}

export function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}

const TICKS_PER_SECOND = 100;

/** CPU time of a process so far in milliseconds; `undefined` where the system does not tell (outside Linux). */
export function cpuMs(pid: number | undefined): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    const ticks = Number(fields[11]) + Number(fields[12]);
    return Number.isFinite(ticks) ? (ticks * 1000) / TICKS_PER_SECOND : undefined;
  } catch {
    return undefined;
  }
}

/** Resident memory of a process in megabytes; `undefined` outside Linux. */
export const residentMegabytes = (pid: number | undefined): number | undefined =>
  statusMegabytes(pid, /^VmRSS:\s+(\d+) kB/m);

/** The most that it had resident since it began. */
export const peakMegabytes = (pid: number | undefined): number | undefined =>
  statusMegabytes(pid, /^VmHWM:\s+(\d+) kB/m);

function statusMegabytes(pid: number | undefined, line: RegExp): number | undefined {
  try {
    const found = line.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return found === null ? undefined : Number(found[1]) / 1024;
  } catch {
    return undefined;
  }
}
