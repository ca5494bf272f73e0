import { readFile } from "node:fs/promises";
import { printTable } from "@headgate/bench/result";
import { readRecordedUsage } from "@headgate/providers";
import { z } from "zod";
import { type Evaluation, EvaluationInputError } from "../evaluation.ts";
import {
  comparedMembers,
  type Difference,
  differences,
  type ExpectedBody,
  expectedBody,
} from "./expected-reading.ts";
import { explain } from "./explain.ts";

type Outcome = Readonly<{
  kind: "agrees" | "explained" | "disagrees";
  shape: string;
  differences: readonly Difference[];
  because: string;
}>;

/**
 * Compares how bodies are read with an expected reading. A body agrees when one of the readings that are
 * expected of it, one an API flavour, has the same figures in every member that both know.
 *
 * @param path a JSON list in the format of `tests/dataset/usages.json` of pydantic/genai-prices
 */
export async function evalUsagePriced(path: string): Promise<Evaluation> {
  const bodies = await readBodies(path);
  const outcomes = bodies.map(outcomeOf);
  const shapes = [...new Set(outcomes.map(({ shape }) => shape))].sort();
  const rows = shapes.map((shape) => {
    const own = outcomes.filter((outcome) => outcome.shape === shape);
    const of = (kind: Outcome["kind"]): number => own.filter((one) => one.kind === kind).length;
    return {
      shape,
      bodies: own.length,
      agree: of("agrees"),
      explained: of("explained"),
      disagree: of("disagrees"),
    };
  });
  printTable("Bodies by shape", rows);
  const exceptions = groupExceptions(outcomes);
  process.stderr.write("\nDifferences\n");
  for (const { bodies: count, shape, difference, because } of exceptions) {
    process.stderr.write(`  ${count} × ${shape}: ${difference}\n      ${because}\n`);
  }
  const apart = membersApart(bodies);
  process.stderr.write(
    `\nExpected members that have no bucket of their own and were not compared: ${apart.join(", ") || "none"}\n`,
  );
  const agree = outcomes.filter(({ kind }) => kind === "agrees").length;
  const unexplained = outcomes.filter(({ kind }) => kind === "disagrees").length;
  return {
    figures: { bodies: bodies.length, rows, exceptions, membersNotCompared: apart },
    targets: [
      {
        what: "bodies that agree, or differ by a rule of the provider's own documentation",
        value: bodies.length - unexplained,
        target: `≥ 99 % of ${bodies.length}`,
        met: bodies.length - unexplained >= bodies.length * 0.99,
      },
      {
        what: "bodies that agree as they stand",
        value: agree,
        target: `≥ 97 % of ${bodies.length}`,
        met: agree >= bodies.length * 0.97,
      },
      {
        what: "disagreements without an explanation",
        value: unexplained,
        target: "0",
        met: unexplained === 0,
      },
    ],
  };
}

async function readBodies(path: string): Promise<readonly ExpectedBody[]> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new EvaluationInputError(`${path} cannot be read: ${(error as Error).message}`);
  }
  const parsed = z.array(expectedBody).safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new EvaluationInputError(`${path}: [${issue?.path.join(".")}] ${issue?.message}`);
}

function outcomeOf({ body, extracted }: ExpectedBody): Outcome {
  const usage = body.usage ?? body.usageMetadata ?? body.meta;
  const model = body.model ?? body.modelVersion;
  const reading = readRecordedUsage({
    statements: [{ usage }],
    ...(typeof model === "string" && { model }),
  });
  if (reading.kind === "unread") {
    return { kind: "disagrees", shape: "unread", differences: [], because: reading.reason };
  }
  let closest: readonly Difference[] | undefined;
  for (const expected of extracted) {
    const found = differences(reading.usage, expected.usage);
    if (closest === undefined || found.length < closest.length) closest = found;
  }
  const { shape } = reading;
  if (closest === undefined || closest.length === 0) {
    return { kind: "agrees", shape, differences: [], because: "" };
  }
  const because = explain(reading, closest);
  return because === undefined
    ? { kind: "disagrees", shape, differences: closest, because: "NOT EXPLAINED" }
    : { kind: "explained", shape, differences: closest, because };
}

type Exception = { shape: string; difference: string; because: string; bodies: number };

function groupExceptions(outcomes: readonly Outcome[]): readonly Exception[] {
  const groups = new Map<string, Exception>();
  for (const { kind, shape, differences: found, because } of outcomes) {
    if (kind === "agrees") continue;
    const difference = found
      .map(
        ({ member, expected, read }) =>
          `${member} ${String(expected)} expected, ${String(read)} read`,
      )
      .join("; ");
    const key = `${shape} ${found.map(({ member }) => member).join()} ${because}`;
    const known = groups.get(key);
    if (known !== undefined) known.bodies += 1;
    else groups.set(key, { shape, difference, because, bodies: 1 });
  }
  return [...groups.values()].sort((left, right) => right.bodies - left.bodies);
}

const membersApart = (bodies: readonly ExpectedBody[]): readonly string[] =>
  [
    ...new Set(
      bodies.flatMap(({ extracted }) => extracted.flatMap(({ usage }) => Object.keys(usage))),
    ),
  ]
    .filter((member) => !comparedMembers.has(member))
    .sort();
