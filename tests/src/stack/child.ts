import { type ChildProcess, fork } from "node:child_process";
import { join, resolve } from "node:path";
import { childMessageSchema } from "@headgate/contract";

const root = resolve(import.meta.dirname, "../../..");

/** The compiled executables, as they ship. */
export const executables = {
  simulator: join(root, "simulator/dist/main.js"),
  control: join(root, "apps/control/dist/main.js"),
  gateway: join(root, "apps/gateway/dist/main.js"),
  cli: join(root, "apps/cli/dist/main.js"),
} as const;

export type Running = Readonly<{ url: string; process: ChildProcess }>;

/** Starts an executable and waits until it listens; what it says on stderr is kept for the failure. */
export async function startExecutable(
  name: keyof typeof executables,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const child = fork(executables[name], parameters, {
    env: { ...process.env, HEADGATE_LOG_LEVEL: "warn", ...environment },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    execArgv: [],
  });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-4000);
  });
  const url = await new Promise<string>((resolveUrl, reject) => {
    child.once("exit", (code, signal) =>
      reject(new Error(`${name} ended with ${code ?? signal} before it listened: ${said}`)),
    );
    child.on("message", (message) => {
      const parsed = childMessageSchema.parse(message);
      if (parsed.kind === "listening") resolveUrl(parsed.url);
      else reject(new Error(`${name}: ${parsed.code}: ${parsed.message}`));
    });
  });
  return { url, process: child };
}

/** Ends a process with a signal and waits until it is gone; returns its exit code. */
export function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolveExit) => {
    child.once("exit", (code) => resolveExit(code));
    child.kill(signal);
  });
}
