import { createHash } from "node:crypto";
import { isJsonObject, type JsonObject } from "../json-object.ts";
import { combine, createRandom, hashText } from "../seeded-random.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { answerLine, type LineAnswer } from "./answer-line.ts";
import type { BatchEnd, StoredBatch } from "./batch-store.ts";
import { parsedJson } from "./body-object.ts";
import { answeredName } from "./report.ts";

/** What became of a line, in the order sent. */
export type LineOutcome = Readonly<{
  customId: string;
  /** As it came in. */
  line: JsonObject;
  answer: LineAnswer | "expired" | "cancelled";
  /** How many times it stands in the results. */
  copies: 0 | 1 | 2;
}>;

export type BatchRun = Readonly<{
  state: Exclude<BatchEnd["state"], "failed">;
  atMs: number;
  counts: BatchEnd["counts"];
  outcomes: readonly LineOutcome[];
}>;

/** How a provider's lines are read. */
export type LineReader = (line: JsonObject) => Readonly<{
  customId: string;
  path: string;
  body: JsonObject;
}>;

/**
 * Runs a batch whose time has come; `undefined` while it has not. Nothing runs before somebody looks: what
 * comes out depends on the batch and the clock alone.
 */
export function runBatch(
  request: SimulatedRequest,
  batch: StoredBatch,
  lines: readonly JsonObject[],
  readLine: LineReader,
): BatchRun | undefined {
  const { durationMs, failedLines, missingLines, doubledLines, expired } = request.batchOptions;
  const endsAtMs = batch.createdAtMs + durationMs;
  const cancelledAtMs = batch.cancelledAtMs;
  if (cancelledAtMs === undefined && request.nowMs < endsAtMs) return undefined;
  const chance = createRandom(combine(request.seed, batch.number, 3));
  const runsOut = cancelledAtMs === undefined && chance() < expired;
  const done = runsOut ? Math.ceil(lines.length / 2) : doneBy(batch, lines.length, durationMs);
  const rest = runsOut ? "expired" : "cancelled";
  const outcomes = lines.map((line, place): LineOutcome => {
    const { customId, path, body } = readLine(line);
    if (place >= done) return { customId, line, answer: rest, copies: 1 };
    const draw = createRandom(combine(request.seed, batch.number, place, hashText(customId, 5)));
    const number = batch.number * 100_000 + place;
    const answer = answerLine(request, { path, body, number, fails: draw() < failedLines });
    const copies = draw() < missingLines ? 0 : draw() < doubledLines ? 2 : 1;
    return { customId, line, answer, copies };
  });
  keepAnswered(request, batch, outcomes, readLine);
  const state = cancelledAtMs === undefined ? (runsOut ? "expired" : "ended") : "cancelled";
  return { state, atMs: cancelledAtMs ?? endsAtMs, counts: countsOf(outcomes), outcomes };
}

/** By these, bodies that were answered twice are told. */
function keepAnswered(
  { batchStore }: SimulatedRequest,
  batch: StoredBatch,
  outcomes: readonly LineOutcome[],
  readLine: LineReader,
): void {
  const good = outcomes.filter(({ answer }) => typeof answer === "object" && answer.status === 200);
  const hashes = good.map(({ line }) => {
    const { path, body } = readLine(line);
    return createHash("sha256")
      .update(`${path} ${JSON.stringify(body)}`)
      .digest("base64url");
  });
  if (hashes.length > 0) batchStore.putText(answeredName(batch.id), hashes.join("\n"));
}

/** How many lines were done when it was cancelled, or are done now: an even share of its time. */
export function doneBy(
  batch: StoredBatch,
  lines: number,
  durationMs: number,
  nowMs?: number,
): number {
  const untilMs = batch.cancelledAtMs ?? nowMs;
  if (untilMs === undefined || durationMs === 0) return lines;
  return Math.min(lines, Math.floor((lines * (untilMs - batch.createdAtMs)) / durationMs));
}

function countsOf(outcomes: readonly LineOutcome[]): BatchEnd["counts"] {
  const of = (is: (outcome: LineOutcome) => boolean): number => outcomes.filter(is).length;
  return {
    total: outcomes.length,
    succeeded: of(({ answer }) => typeof answer === "object" && answer.status === 200),
    failed: of(({ answer }) => typeof answer === "object" && answer.status !== 200),
    expired: of(({ answer }) => answer === "expired"),
    cancelled: of(({ answer }) => answer === "cancelled"),
  };
}

/** The objects of a text of JSON Lines; the number of the first line that is none. */
export function readLines(text: string): readonly JsonObject[] | Readonly<{ wrongLine: number }> {
  const objects: JsonObject[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const value = parsedJson(line);
    if (!isJsonObject(value)) return { wrongLine: index + 1 };
    objects.push(value);
  }
  return objects;
}

/** Lines of JSON of those outcomes, each as often as it stands in the results. */
export const linesOf = (
  outcomes: readonly LineOutcome[],
  write: (outcome: LineOutcome, index: number) => JsonObject,
): string =>
  outcomes
    .flatMap((outcome, index) => {
      const line = `${JSON.stringify(write(outcome, index))}\n`;
      return Array.from({ length: outcome.copies }, () => line);
    })
    .join("");
