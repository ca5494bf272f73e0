import { basename } from "node:path";
import { printTable } from "@headgate/bench/result";
import { allInputTokens, allOutputTokens } from "@headgate/contract";
import { type RecordedReading, readRecordedUsage } from "@headgate/providers";
import { type Evaluation, EvaluationInputError } from "../evaluation.ts";
import { readLines } from "../read-lines.ts";
import { explanationOf } from "./explanations.ts";
import { recordedResponse, usageOf } from "./recorded-response.ts";

/** The responses of one shape, whole or streamed. */
type Group = {
  shape: string;
  stream: boolean;
  responses: number;
  holding: number;
  explained: number;
  /** Responses in which another model worked; its tokens are in the sums. */
  ofSeveralModels: number;
  input: number;
  output: number;
  /** What the provider stated itself: the total of those that state one, and the output at the top level. */
  statedTotal: number;
  statedOutput: number;
};
type Exception = {
  shape: string;
  reason: string;
  responses: number;
  first: string;
  because: string;
};

/** Figures of the published recordings, as their own README counts them (2026-08). */
const KNOWN = { responses: 3118, geminiStreams: 26_100, anthropicStreamOutput: 12_764 } as const;

/**
 * Reads every recorded response by the readers that meter answers, and says of each whether the buckets
 * add up to the provider's own totals. Every exception is listed with its reason.
 *
 * @param path JSON lines, one response each
 */
export async function evalUsage(path: string): Promise<Evaluation> {
  const groups = new Map<string, Group>();
  const exceptions = new Map<string, Exception>();
  let responses = 0;
  for await (const { number, json } of readLines(path)) {
    const parsed = recordedResponse.safeParse(json);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new EvaluationInputError(
        `${path}:${number}: ${issue?.path.join(".")}: ${issue?.message}`,
      );
    }
    responses += 1;
    const reading = readRecordedUsage(usageOf(parsed.data));
    const reasons = reading.kind === "unread" ? [reading.reason] : reading.violations;
    const because = reasons.map((reason) => explanationOf(reading, reason)?.because);
    count(groups, reading, parsed.data.stream, because);
    for (const [index, reason] of reasons.entries()) {
      const place = `${basename(path)}:${number}`;
      note(exceptions, reading, reason, place, because[index] ?? "NOT EXPLAINED");
    }
  }
  const rows = [...groups.values()].sort((left, right) => right.responses - left.responses);
  const listed = [...exceptions.values()].sort((left, right) => right.responses - left.responses);
  printTable(
    "Recorded responses",
    rows.map(({ stream, statedTotal: _total, statedOutput: _output, ...row }) => ({
      ...row,
      stream: stream ? "stream" : "whole",
    })),
  );
  process.stderr.write("\nExceptions, each with its reason\n");
  for (const { shape, reason, responses: count, first, because } of listed) {
    process.stderr.write(
      `  ${count} × ${shape}: ${reason} (first at ${first})\n      ${because}\n`,
    );
  }
  return { figures: { responses, rows, exceptions: listed }, targets: targetsOf(responses, rows) };
}

function count(
  groups: Map<string, Group>,
  reading: RecordedReading,
  stream: boolean,
  because: readonly (string | undefined)[],
): void {
  const shape = reading.kind === "read" ? reading.shape : "unread";
  const key = `${shape} ${stream}`;
  const group = groups.get(key) ?? newGroup(shape, stream);
  groups.set(key, group);
  group.responses += 1;
  if (because.length === 0) group.holding += 1;
  else if (!because.includes(undefined)) group.explained += 1;
  if (reading.kind === "unread") return;
  const whole = { usage: reading.usage, other_usage: reading.otherUsage };
  const input = allInputTokens(whole);
  const output = allOutputTokens(whole);
  if (reading.otherUsage !== undefined) group.ofSeveralModels += 1;
  if (input !== undefined) group.input += input;
  if (output !== undefined) group.output += output;
  const { totalTokenCount, output_tokens } = reading.raw;
  if (typeof totalTokenCount === "number") group.statedTotal += totalTokenCount;
  if (typeof output_tokens === "number") group.statedOutput += output_tokens;
}

const newGroup = (shape: string, stream: boolean): Group => ({
  shape,
  stream,
  responses: 0,
  holding: 0,
  explained: 0,
  ofSeveralModels: 0,
  input: 0,
  output: 0,
  statedTotal: 0,
  statedOutput: 0,
});

/** Reasons that differ in their numbers only are one. */
function note(
  exceptions: Map<string, Exception>,
  reading: RecordedReading,
  reason: string,
  place: string,
  because: string,
): void {
  const shape = reading.kind === "read" ? reading.shape : "unread";
  const general = `${shape} ${reason.replace(/\d+/g, "n")}`;
  const known = exceptions.get(general);
  if (known !== undefined) known.responses += 1;
  else exceptions.set(general, { shape, reason, responses: 1, first: place, because });
}

function targetsOf(responses: number, rows: readonly Group[]): Evaluation["targets"] {
  const sum = (pick: (row: Group) => number, where: (row: Group) => boolean): number =>
    rows.filter(where).reduce((total, row) => total + pick(row), 0);
  const holding = sum(
    (row) => row.holding,
    () => true,
  );
  const explained = sum(
    (row) => row.explained,
    () => true,
  );
  const gemini = sum(
    (row) => row.statedTotal,
    (row) => row.stream && row.shape === "gemini.generate_content",
  );
  const anthropic = sum(
    (row) => row.statedOutput,
    (row) => row.stream && row.shape === "anthropic.messages",
  );
  const published = responses === KNOWN.responses;
  const known = (what: string, value: number, expected: number) => ({
    what,
    value,
    target: String(expected),
    met: published ? value === expected : null,
  });
  return [
    {
      what: "responses whose identities hold",
      value: holding,
      target: `≥ 98 % of ${responses}`,
      met: holding >= responses * 0.98,
    },
    {
      what: "exceptions without an explanation",
      value: responses - holding - explained,
      target: "0",
      met: holding + explained === responses,
    },
    known("tokens of Gemini's streams, as far as a total is stated", gemini, KNOWN.geminiStreams),
    known("output of Anthropic's streams at the top level", anthropic, KNOWN.anthropicStreamOutput),
  ];
}
