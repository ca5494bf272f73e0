import { spawn } from "node:child_process";

const TICK_MS = 1000;
const QUIET_TICKS = 15;

const seconds = (ms) => `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;

/**
 * Shows on stderr that a long step is under way and how long it takes: a ticking line on a terminal,
 * a line every quarter of a minute elsewhere. Work that throws or ends with a `code` above 0 has failed.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(title, work) {
  const onTerminal = process.stderr.isTTY === true;
  const startedAt = performance.now();
  const elapsed = () => seconds(performance.now() - startedAt);
  let ticks = 0;
  process.stderr.write(onTerminal ? `${title} …` : `${title} …\n`);
  const ticking = setInterval(() => {
    ticks += 1;
    if (onTerminal) process.stderr.write(`\r${title} … ${elapsed()}`);
    else if (ticks % QUIET_TICKS === 0) process.stderr.write(`${title} … ${elapsed()}\n`);
  }, TICK_MS);
  const finish = (word) => {
    clearInterval(ticking);
    const line = `${title}: ${word} after ${elapsed()}`;
    process.stderr.write(onTerminal ? `\r${line}\u001B[K\n` : `${line}\n`);
  };
  try {
    const result = await work();
    finish(result?.code > 0 ? "failed" : "done");
    return result;
  } catch (error) {
    finish("failed");
    throw error;
  }
}

/**
 * Runs a program and keeps what it prints. It ends with this process.
 *
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @param {{cwd: string, env?: Record<string, string | undefined>, show?: boolean}} options `show` lets the output through to stderr as well
 * @returns {Promise<{code: number, output: string}>} code 127 when the program cannot be started
 */
export function run(command, commandArguments, { cwd, env = process.env, show = false }) {
  return new Promise((resolve) => {
    const child = spawn(command, commandArguments, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      // npm is a .cmd file there, which only a shell starts.
      shell: process.platform === "win32" && command !== process.execPath,
    });
    const chunks = [];
    const keep = (chunk) => {
      chunks.push(chunk);
      if (show) process.stderr.write(chunk);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const stop = (signal) => {
      child.kill(signal);
      process.exit(signal === "SIGINT" ? 130 : 143);
    };
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
    const end = (code, extra = "") => {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
      resolve({ code, output: Buffer.concat(chunks).toString("utf8") + extra });
    };
    child.once("error", (error) => end(127, `${command}: ${error.message}`));
    child.once("close", (code, signal) => end(code ?? 1, signal ? `ended by ${signal}` : ""));
  });
}
