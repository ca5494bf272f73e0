import type { Check, CheckedAnswer } from "./checked-answer.ts";
import { arithmetic } from "./checks/arithmetic.ts";
import { brokenCode } from "./checks/broken-code.ts";
import { cut } from "./checks/cut.ts";
import { empty } from "./checks/empty.ts";
import { hedging } from "./checks/hedging.ts";
import { loop } from "./checks/loop.ts";
import { notJson } from "./checks/not-json.ts";
import { numbersUnused } from "./checks/numbers-used.ts";
import { oddResult } from "./checks/odd-result.ts";
import { refused } from "./checks/refused.ts";
import { schemaCheck } from "./checks/schema.ts";
import { short } from "./checks/short.ts";
import { toolCallsCheck } from "./checks/tool-calls.ts";
import { unsure } from "./checks/unsure.ts";
import { SchemaValidators } from "./schema-validators.ts";

const validators = new SchemaValidators();

/** An answer that fails one of these is no answer, whatever else speaks for it. */
const hardChecks = {
  empty,
  cut,
  refused,
  not_json: notJson,
  schema: schemaCheck(validators),
  tool_calls: toolCallsCheck(validators),
  loop,
} as const satisfies Record<string, Check>;

/** What speaks against an answer without deciding. */
const softChecks = {
  hedging,
  arithmetic,
  numbers_unused: numbersUnused,
  odd_result: oddResult,
  broken_code: brokenCode,
  unsure,
  short,
} as const satisfies Record<string, Check>;

export type HardCheck = keyof typeof hardChecks;
export type SoftCheck = keyof typeof softChecks;
export const hardCheckNames = Object.keys(hardChecks) as readonly HardCheck[];
export const softCheckNames = Object.keys(softChecks) as readonly SoftCheck[];

/** What the checks found: of each, from 0 (nothing wrong) to 1; those that do not apply are absent. */
export type AnswerFindings = Readonly<{
  hard: Readonly<Partial<Record<HardCheck, number>>>;
  soft: Readonly<Partial<Record<SoftCheck, number>>>;
  /** Characters of the answer's text and of its tools' arguments. */
  characters: number;
}>;

/** Looks at an answer with all checks: a fraction of a millisecond for most, some tenths of a second at the very most. */
export function lookAtAnswer(checked: CheckedAnswer): AnswerFindings {
  const { text, toolCalls } = checked.answer;
  return {
    hard: found(hardChecks, checked),
    soft: found(softChecks, checked),
    characters: toolCalls.reduce((total, { inputText }) => total + inputText.length, text.length),
  };
}

/** The hard checks that an answer fails. */
export const failedChecks = ({ hard }: AnswerFindings): readonly HardCheck[] =>
  hardCheckNames.filter((name) => hard[name] === 1);

/** The same of an answer that nothing was found in yet, without a look at what speaks against it and does not decide. */
export const hardFailures = (checked: CheckedAnswer): readonly HardCheck[] =>
  hardCheckNames.filter((name) => hardChecks[name](checked) === 1);

function found<Name extends string>(
  checks: Readonly<Record<Name, Check>>,
  checked: CheckedAnswer,
): Readonly<Partial<Record<Name, number>>> {
  const findings: Partial<Record<Name, number>> = {};
  for (const name of Object.keys(checks) as Name[]) {
    const fault = checks[name](checked);
    if (fault !== undefined) findings[name] = fault;
  }
  return findings;
}
