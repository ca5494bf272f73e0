import { Worker, type WorkerOptions } from "node:worker_threads";

/**
 * Starts a file as a thread. Run from source, as in tests, the thread needs a loader for TypeScript and the packages'
 * sources; `--import tsx` does not reach worker threads in Node 20, so a line of its own registers it there.
 * Compiled, it needs no loader that the process was started with, and starts sooner without.
 *
 * @param beside `import.meta.url` of the file beside which it lies
 * @param name the file's name, without its ending
 */
export function startThread(beside: string, name: string, options: WorkerOptions): Worker {
  if (!beside.endsWith(".ts")) {
    return new Worker(new URL(`./${name}.js`, beside), { ...options, execArgv: [] });
  }
  const source = JSON.stringify(new URL(`./${name}.ts`, beside).href);
  return new Worker(
    `import("tsx/esm/api").then((tsx) => { tsx.register(); return import(${source}); });`,
    { ...options, eval: true, execArgv: ["--conditions=@headgate/source"] },
  );
}
