import { join } from "node:path";
import { MadeBedrockLog } from "./bedrock-log.ts";
import { costReportHeader, MadeCostReport } from "./cost-report.ts";
import { MadeTraces } from "./traces.ts";
import { type MadeFile, writeMade } from "./write-made.ts";

const SEED = 20_261_128;
const BEDROCK_RECORD_BYTES = 6_000;

export type MadeInput = MadeFile & Readonly<{ rows: number }>;
type OnBytes = (made: number) => void;

/** A month of a model invocation log, gzip as Bedrock writes it. */
export async function makeBedrockLog(
  folder: string,
  bytes: number,
  onBytes: OnBytes,
): Promise<MadeInput> {
  const log = new MadeBedrockLog(SEED, bytes / BEDROCK_RECORD_BYTES);
  const path = join(folder, "bedrock.json.gz");
  const file = await writeMade(path, { bytes, line: () => log.line() }, onBytes);
  return { ...file, rows: log.sums.rows };
}

/** A month's Cost and Usage Report; with maps every row has cells in quotes. */
export async function makeCostReport(
  folder: string,
  { bytes, hasMaps }: Readonly<{ bytes: number; hasMaps: boolean }>,
  onBytes: OnBytes,
): Promise<MadeInput> {
  const report = new MadeCostReport(SEED, hasMaps);
  const path = join(folder, hasMaps ? "cur-quoted.csv" : "cur-plain.csv");
  const line = (): string => report.line();
  const file = await writeMade(path, { bytes, header: costReportHeader, line }, onBytes);
  return { ...file, rows: report.rows };
}

/** Traces as the Collector's file exporter writes them. */
export async function makeTraces(
  folder: string,
  bytes: number,
  onBytes: OnBytes,
): Promise<MadeInput> {
  const traces = new MadeTraces(SEED);
  const path = join(folder, "traces.jsonl.gz");
  const file = await writeMade(path, { bytes, line: () => traces.line() }, onBytes);
  return { ...file, rows: traces.rows };
}
