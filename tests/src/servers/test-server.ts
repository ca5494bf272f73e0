import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** A real engine on loopback, for tests and measurements alone. Its data goes with it. */
export interface TestServer {
  readonly url: string;
  readonly pid: number;
  /** `kill -9`; what it had on disk stays. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts it anew on the same port and the same data. */
  restart(): Promise<void>;
  /** Stops it and removes its data. Twice is once. */
  close(): Promise<void>;
}

/** Why an engine cannot be had here, in words for a person. */
export type NoServer = Readonly<{ reason: string }>;

/** Starts an engine; one that does not come up here is told of with its last words, as one that is not installed. */
export async function orReason<Started>(
  name: string,
  start: () => Promise<Started | NoServer>,
): Promise<Started | NoServer> {
  try {
    return await start();
  } catch (error) {
    return { reason: `${name} could not be started here: ${String(error)}` };
  }
}

type Program = Readonly<{
  name: string;
  command: string;
  arguments: readonly string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** The user that it runs as; ours unless said. */
  user?: Readonly<{ uid: number; gid: number }>;
}>;

const READY_MS = 60_000;
const TRIES_EVERY_MS = 50;

/**
 * Runs a program until it answers. Its folder goes where it does not.
 * @throws Error with its last words when it ends first, or does not answer within a minute
 */
export async function startServer(
  options: Readonly<{
    program: Program;
    url: string;
    folder: string;
    answers: () => Promise<boolean>;
  }>,
): Promise<TestServer> {
  const { program, url, folder } = options;
  let child = await untilItAnswers(program, options.answers).catch((error: unknown) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  let closed: Promise<void> | undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  };
  const onExit = () => child.kill("SIGKILL");
  process.once("exit", onExit);
  return {
    url,
    get pid() {
      return child.pid ?? 0;
    },
    kill: () => end("SIGKILL"),
    restart: async () => {
      await end("SIGKILL");
      child = await untilItAnswers(program, options.answers);
    },
    close: () => {
      closed ??= end("SIGKILL").then(() => {
        process.off("exit", onExit);
        rmSync(folder, { recursive: true, force: true });
      });
      return closed;
    },
  };
}

async function untilItAnswers(
  program: Program,
  answers: () => Promise<boolean>,
): Promise<ChildProcess> {
  const child = spawn(program.command, program.arguments, {
    stdio: ["ignore", "pipe", "pipe"],
    env: program.env ?? process.env,
    cwd: program.cwd,
    ...program.user,
  });
  let said = "";
  const listen = (chunk: Buffer) => {
    said = (said + chunk.toString("utf8")).slice(-4000);
  };
  child.stdout?.on("data", listen);
  child.stderr?.on("data", listen);
  let failure: Error | undefined;
  child.once("error", (error) => {
    failure = error;
  });
  const until = performance.now() + READY_MS;
  for (;;) {
    const isUp = await answers();
    if (failure !== undefined) throw failure;
    // Looked at behind the answer, which can be that of somebody who has its port.
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`${program.name} ended before it answered:\n${said}`);
    }
    if (isUp) return child;
    if (performance.now() > until) {
      child.kill("SIGKILL");
      throw new Error(`${program.name} did not answer within a minute:\n${said}`);
    }
    await wait(TRIES_EVERY_MS);
  }
}

export const newServerFolder = (name: string): string =>
  mkdtempSync(join(tmpdir(), `headgate-${name}-`));

/** Whether a program is on the path. */
export const isInstalled = (command: string): boolean =>
  spawnSync("sh", ["-c", `command -v ${command}`], { stdio: "ignore" }).status === 0;
