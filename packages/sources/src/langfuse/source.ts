import { isJsonObject, type JsonObject, readLangfuseUsage } from "@headgate/providers";
import { headObjects } from "../detect/read-head.ts";
import type { PromptReader } from "../prompts/prompt-reader.ts";
import { skipAt } from "../read/read-skip.ts";
import { sampleColumns } from "../read/sample-content.ts";
import { type ExportRecord, readRecords } from "../records/read-records.ts";
import { listIn, objectIn, textIn } from "../records/record-values.ts";
import { inBatches } from "../row/found-batches.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";
import { resolveCalls } from "../trace/resolve-calls.ts";
import { totalTokens } from "../trace/total-tokens.ts";
import { type TraceMemory, traceMemory } from "../trace/trace-memory.ts";
import type { NodeKind } from "../trace/trace-node.ts";
import { countsOf, isType, type Observation, otherUnitOf, readObservation } from "./observation.ts";

/** Observations are looked at together, so that a parent that comes before its children is known for one. */
const WINDOW = 20_000;

/**
 * Langfuse's exports: a trace as its page downloads it (`{trace, observations}`), observations as its batch exports
 * and its API write them, in JSON, JSON lines or CSV. Only model calls with none below them count; agents and
 * frameworks repeat them. Exports of traces alone add up what is in their observations: their rows are told.
 */
export const langfuse: Source = {
  name: "langfuse",
  title: "Langfuse's exports",
  restates: true,
  detect: (sample) => {
    const columns = sampleColumns(sample);
    if (isObservation(columns) || isTrace(columns)) return "certain";
    const isOurs = headObjects(sample.head).some((object) => {
      const trace = objectIn(object.trace);
      const inner = listIn(object.data).find(isJsonObject);
      return [object, trace, inner].some((one) => one !== undefined && isKnown(one));
    });
    return isOurs ? "certain" : undefined;
  },
  read: (file, context) => inBatches(read(file, context)),
};

const hasAll = (names: readonly string[], wanted: readonly string[]): boolean =>
  wanted.every((name) => names.includes(name));

const isObservation = (names: readonly string[]): boolean =>
  hasAll(names, ["id", "traceId", "type", "startTime"]) &&
  ["usageDetails", "usage", "parentObservationId", "inputUsage", "promptTokens"].some((name) =>
    names.includes(name),
  );

const isTrace = (names: readonly string[]): boolean =>
  hasAll(names, ["id", "timestamp", "sessionId", "release"]) &&
  ["bookmarked", "public", "totalCost"].some((name) => names.includes(name));

const isKnown = (value: JsonObject): boolean => {
  const names = Object.keys(value);
  return isObservation(names) || isTrace(names);
};

async function* read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  const memory = traceMemory(context.signal);
  let waiting: Observation[] = [];
  for await (const pieces of readRecords(file, context)) {
    const found: Found[] = [];
    for (const piece of pieces) {
      if (piece.kind === "skip") found.push(piece);
      else {
        const observations = observationsOf(piece);
        for (const observation of observations) waiting.push(observation);
        if (observations.length === 0) found.push(aside(piece));
      }
    }
    if (waiting.length >= WINDOW) {
      for (const one of resolve(waiting, memory, context.prompts)) found.push(one);
      waiting = [];
    }
    if (found.length > 0) yield found;
  }
  yield resolve(waiting, memory, context.prompts);
}

const aside = ({ value, place }: ExportRecord): Found =>
  isTrace(Object.keys(objectIn(value.trace) ?? value))
    ? skipAt("rollup", place, "A trace without its observations.")
    : skipAt("not_a_call", place);

function observationsOf({ value, place }: ExportRecord): readonly Observation[] {
  if (isObservation(Object.keys(value))) return [{ value, trace: {}, place }];
  const trace = objectIn(value.trace) ?? value;
  const listed = [value.observations, value.data, trace.observations]
    .map(listIn)
    .find((list) => list.length > 0);
  return (listed ?? []).flatMap((one) =>
    isJsonObject(one) && textIn(one.traceId) !== undefined
      ? [{ value: one, trace, place: `${place} observation ${textIn(one.id) ?? "?"}` }]
      : [],
  );
}

function resolve(
  observations: readonly Observation[],
  memory: TraceMemory,
  prompts: PromptReader | undefined,
): readonly Found[] {
  const nodes = observations.map((observation) => {
    const { value, place } = observation;
    const counts = countsOf(value);
    return {
      trace: textIn(value.traceId),
      id: textIn(value.id),
      parent: textIn(value.parentObservationId),
      name: textIn(value.name) ?? "",
      kind: kindOf(value, counts !== undefined),
      tokens:
        counts === undefined || otherUnitOf(value) !== undefined
          ? undefined
          : totalTokens(readLangfuseUsage(counts).usage),
      answer: undefined,
      place,
      observation,
    };
  });
  const { calls, told } = resolveCalls(nodes, memory);
  return [...calls.flatMap(({ observation }) => readObservation(observation, prompts)), ...told];
}

function kindOf(value: JsonObject, isCounted: boolean): NodeKind {
  if (isType(value, "GENERATION") || isType(value, "EMBEDDING")) return "call";
  return isCounted ? "around" : "other";
}
