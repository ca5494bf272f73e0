/**
 * One measured job in a process of its own, so that what one leaves behind weighs on no other: prints a line of
 * JSON. `job.ts duckdb <sql>` asks DuckDB, `job.ts read <file>` reads with the source that knows it, `job.ts
 * import <path> [prompts]` takes files into a fresh ledger, and looks at the requests that they hold where that is said.
 */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { configSchema } from "@headgate/contract";
import { openDuckdbLedger } from "@headgate/ledger";
import { loadPriceBook } from "@headgate/pricing";
import {
  allSources,
  createLedgerSink,
  createPromptReader,
  importMemoryLimit,
  openFile,
  runImport,
} from "@headgate/sources";

type Answer = Readonly<{ rows: number; skipped?: number; finishMs?: number; threads?: number }>;

const { signal } = new AbortController();

async function askDuckdb(sql: string): Promise<Answer> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const answer = await connection.runAndReadAll(sql);
  const [first] = answer.getRows();
  const settings = await connection.runAndReadAll("select current_setting('threads')");
  return { rows: Number(first?.[0]), threads: Number(settings.getRows()[0]?.[0]) };
}

async function read(path: string, sourceName: string): Promise<Answer> {
  const source = allSources.find(({ name }) => name === sourceName);
  if (source === undefined) throw new Error(`there is no source ${sourceName}`);
  let rows = 0;
  let skipped = 0;
  for await (const pieces of source.read(openFile(basename(path), path), { signal })) {
    for (const { kind } of pieces) {
      if (kind === "skip") skipped += 1;
      else if (kind !== "warning") rows += 1;
    }
  }
  return { rows, skipped };
}

async function importInto(path: string, looksAtPrompts: boolean): Promise<Answer> {
  const folder = await mkdtemp(join(tmpdir(), "headgate-bench-ledger-"));
  try {
    const store = await openDuckdbLedger({
      path: join(folder, "ledger.duckdb"),
      memoryLimit: importMemoryLimit,
    });
    const config = configSchema.parse({});
    const sink = createLedgerSink({ store, book: loadPriceBook(), config, nowMs: Date.now });
    let finishMs = 0;
    const { summary } = await runImport({
      paths: [path],
      sources: allSources,
      prompts: looksAtPrompts ? createPromptReader(config, randomBytes(32)) : undefined,
      sink: {
        ...sink,
        finish: async (ending) => {
          const started = performance.now();
          const finished = await sink.finish(ending);
          finishMs = performance.now() - started;
          return finished;
        },
      },
      signal,
    });
    await store.close();
    const [source] = summary.sources;
    return { rows: source?.added ?? 0, skipped: source?.skipped ?? 0, finishMs };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const [job = "", what = "", more = ""] = process.argv.slice(2);
const started = performance.now();
const before = process.cpuUsage();
const answer =
  job === "duckdb"
    ? await askDuckdb(what)
    : job === "read"
      ? await read(what, more)
      : await importInto(what, more === "prompts");
const { user, system } = process.cpuUsage(before);
const measured = {
  ...answer,
  wallMs: performance.now() - started,
  cpuMs: (user + system) / 1000,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
};
process.stdout.write(`${JSON.stringify(measured)}\n`);
