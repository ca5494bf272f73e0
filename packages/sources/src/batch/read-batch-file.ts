import {
  type BatchLineReading,
  type JsonObject,
  readBatchLine,
  statesUsage,
} from "@headgate/providers";
import type { JsonRecord } from "../read/json-record.ts";
import { readJson } from "../read/read-json.ts";
import { skipAt } from "../read/read-skip.ts";
import { inBatches } from "../row/found-batches.ts";
import { TagCollector } from "../row/tag-collector.ts";
import type { AttemptFacts, Found, ReadContext, SourceFile } from "../source.ts";

/** What only one provider's results tell of a line. */
export type LineFacts = Pick<AttemptFacts, "row_id" | "call_id" | "provider"> &
  Partial<
    Pick<
      AttemptFacts,
      | "account_id"
      | "operation"
      | "provider_request_id"
      | "region"
      | "request_model"
      | "response_id"
      | "scope"
      | "status"
      | "wire_format"
    >
  > &
  Readonly<{
    /** Absent where the results state no time: the file's own is taken, and that is told. */
    startedAtMs?: number;
    /** The provider's code of the error; never its message, which may quote the request. */
    errorCode?: string;
    outcome: Exclude<AttemptFacts["outcome"], "completed">;
  }>;

export type BatchResults = Readonly<{
  source: Extract<AttemptFacts["source"], `${string}_batch`>;
  lineFacts: (line: JsonObject, record: JsonRecord) => LineFacts;
  /** The time of calls whose line has none. */
  fileTimeMs: number | undefined;
}>;

const DATED_BY_FILE = "the results state no times: their calls are dated by the file's own time";
const MODEL_UNKNOWN = "the results do not name their model: put the job's description beside them";

/** Reads a file of a batch's results, a line a call. All of them were served at the batch price. */
export function readBatchFile(
  file: SourceFile,
  context: ReadContext,
  results: BatchResults,
): AsyncIterable<readonly Found[]> {
  return inBatches(read(file, context, results));
}

async function* read(
  file: SourceFile,
  context: ReadContext,
  results: BatchResults,
): AsyncIterable<readonly Found[]> {
  const said = new Set<string>();
  for await (const pieces of readJson(file, context)) {
    const found: Found[] = [];
    for (const piece of pieces) {
      if (piece.kind === "skip") found.push(piece);
      else for (const one of readLine(piece, results)) if (isNew(one, said)) found.push(one);
    }
    yield found;
  }
}

/** What holds for a whole file is said once. */
function isNew(found: Found, said: Set<string>): boolean {
  if (found.kind !== "warning") return true;
  if (said.has(found.warning)) return false;
  said.add(found.warning);
  return true;
}

function readLine(record: JsonRecord, results: BatchResults): readonly Found[] {
  const { place } = record;
  const line = readBatchLine(record.value);
  if (line.kind === "unread") return [skipAt("usage_unreadable", place, line.reason)];
  const facts = results.lineFacts(record.value, record);
  const startedAtMs = facts.startedAtMs ?? results.fileTimeMs;
  if (startedAtMs === undefined) {
    return [skipAt("time_unreadable", place, "Neither the line nor the file has a time.")];
  }
  const found: Found[] = [
    { kind: "attempt", attempt: attemptOf(line, facts, { source: results.source, startedAtMs }) },
  ];
  if (facts.startedAtMs === undefined)
    found.push({ kind: "warning", warning: DATED_BY_FILE, place });
  if (line.kind === "answered" && (facts.request_model ?? line.responseModel) === undefined) {
    found.push({ kind: "warning", warning: MODEL_UNKNOWN, place });
  }
  return found;
}

function attemptOf(
  line: Exclude<BatchLineReading, { kind: "unread" }>,
  facts: LineFacts,
  { source, startedAtMs }: { source: BatchResults["source"]; startedAtMs: number },
): AttemptFacts {
  const { startedAtMs: _ownTime, errorCode, outcome, ...known } = facts;
  const tags = new TagCollector();
  if (line.kind === "failed") tags.add("batch.error_code", errorCode);
  const answer =
    line.kind === "failed"
      ? { outcome, usage_origin: "none" as const, usage: {} }
      : {
          outcome: "completed" as const,
          usage_origin: statesUsage(line) ? ("provider" as const) : ("none" as const),
          usage: line.usage,
          ...(line.otherUsage !== undefined && { other_usage: line.otherUsage }),
          raw_usage: line.raw,
          ...(line.responseModel !== undefined && { response_model: line.responseModel }),
          ...(line.region !== undefined && { region: line.region }),
          ...(line.violations.length > 0 && { usage_violations: [...line.violations] }),
        };
  return {
    operation: "chat",
    ...known,
    ...(line.customId.length <= 128 && { client_call_id: line.customId }),
    started_at_ms: startedAtMs,
    source,
    service_tier: "batch",
    stream: false,
    ...answer,
    attribution: {},
    tags: tags.tags,
  };
}
