import { readFileSync } from "node:fs";
import type { ModelUsage, Usage } from "@headgate/contract";
import { type AnswerReading, readRecordedAnswer } from "@headgate/providers";

/** One answer in its documented shape, and how it must be read. */
export type AnswerCase = Readonly<{
  provider: string;
  /** The API by the name that people call it. */
  api: string;
  /** In `packages/providers/fixtures/`, whose README names the model and the document that it follows. */
  file: string;
  headers?: Readonly<Record<string, string>>;
  expected: Readonly<{
    /** Buckets that hold something; those that are stated as 0 need not be listed. */
    usage: Usage;
    /** Usage of other models within the answer, listed in the same way; none unless said. */
    others?: readonly ModelUsage[];
    /** A part of each contradiction that must be reported; none unless said. */
    violations?: readonly string[];
    serviceTier?: string;
    /** The answer is free: why. */
    unbilled?: string;
    /** No usage is known of it, which is not the same as none. */
    unknown?: true;
  }>;
}>;

export type CheckResult = Readonly<{ pass: true }> | Readonly<{ pass: false; why: string }>;

const folder = new URL("../../../packages/providers/fixtures/", import.meta.url);

const readingOf = ({ provider, file, headers }: AnswerCase): AnswerReading =>
  readRecordedAnswer({
    provider,
    body: readFileSync(new URL(file, folder)),
    ...(headers !== undefined && { headers }),
  });

/** Reads the answer and compares all that was expected of it. */
export function checkAnswer(one: AnswerCase): CheckResult {
  const reading = readingOf(one);
  const { expected } = one;
  const faults: string[] = [];
  const expect = (what: string, read: unknown, wanted: unknown): void => {
    const [left, right] = [JSON.stringify(read), JSON.stringify(wanted)];
    if (left !== right) faults.push(`${what} is ${String(left)}, not ${String(right)}`);
  };
  expect("usage", sorted(reading.usage), sorted(expected.usage));
  const { others = [] } = expected;
  expect("usage of other models", (reading.otherUsage ?? []).map(told), others.map(told));
  const unknown = expected.unknown === true || expected.unbilled !== undefined;
  expect("the origin", reading.usageOrigin, unknown ? "none" : "provider");
  expect("the service tier", reading.serviceTier, expected.serviceTier);
  expect("free of charge", reading.unbilled, expected.unbilled);
  const parts = expected.violations ?? [];
  expect("the number of violations", reading.violations.length, parts.length);
  for (const [index, part] of parts.entries()) {
    if (reading.violations[index]?.includes(part) !== true)
      faults.push(`no violation says ${part}`);
  }
  return faults.length === 0 ? { pass: true } : { pass: false, why: faults.join("; ") };
}

const told = ({ model, usage }: ModelUsage) => [model, sorted(usage)];

/** Quantities in the order of their names, without those that are 0. */
const sorted = (usage: Usage): readonly (readonly [string, number | undefined])[] =>
  Object.entries(usage)
    .filter(([, quantity]) => quantity !== 0)
    .sort(([left], [right]) => left.localeCompare(right));
