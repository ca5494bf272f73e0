import { Worker, type WorkerOptions } from "node:worker_threads";

/**
 * Starts a file as a thread. Run from source, as in tests, the thread needs a loader for TypeScript and the packages'
 * sources; `--import tsx` does not reach worker threads in Node 20, so a line of its own registers it there.
 * Compiled, it needs no loader that the process was started with, and starts sooner without.
 *
 * @param compiled where the file lies once it is compiled: `new URL("./worker.js", import.meta.url)`
 */
export function startThread(compiled: URL, options: WorkerOptions): Worker {
  if (!import.meta.url.endsWith(".ts")) return new Worker(compiled, { ...options, execArgv: [] });
  const source = JSON.stringify(compiled.href.replace(/\.js$/, ".ts"));
  return new Worker(
    `import("tsx/esm/api").then((tsx) => { tsx.register(); return import(${source}); });`,
    { ...options, eval: true, execArgv: ["--conditions=@headgate/source"] },
  );
}
