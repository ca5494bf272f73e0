import { readFileSync } from "node:fs";
import {
  acceleratorNamed,
  openModelNamed,
  type Precision,
  serveAtLimit,
  servingPresets,
} from "@headgate/planner";
import { z } from "zod";
import { EvaluationInputError } from "../evaluation.ts";
import { groupBy, quantile } from "./measure-error.ts";

const rowSchema = z.object({
  Model: z.string(),
  Scenario: z.string(),
  Accelerator: z.string(),
  Nodes: z.coerce.number(),
  "a#": z.coerce.number(),
  weight_data_types: z.string(),
  Performance_Result: z.coerce.number(),
  Performance_Units: z.string(),
});

/**
 * Open models of the suite with the mean lengths of its prompts and answers. Lengths of answers are the suite's own
 * (TOKENS_PER_SAMPLE); those of prompts are assumed, for the results do not state them: a part of the error is theirs.
 * Llama 2 70B has the shape of 3.1 70B but for its vocabulary.
 */
const workloads: Readonly<
  Record<string, Readonly<{ model: string; prompt: number; answer: number }>>
> = {
  "llama3.1-8b": { model: "llama-3.1-8b", prompt: 870, answer: 128 },
  "llama2-70b-99": { model: "llama-3.1-70b", prompt: 294, answer: 294 },
  "llama3.1-405b": { model: "llama-3.1-405b", prompt: 9400, answer: 684 },
  "deepseek-r1": { model: "deepseek-r1", prompt: 800, answer: 3880 },
};
const accelerators: readonly (readonly [string, string])[] = [
  ["NVIDIA H100-SXM-80GB", "h100"],
  ["NVIDIA H200-SXM-141GB", "h200"],
  ["NVIDIA B200-SXM-180GB", "b200"],
  ["NVIDIA GB200", "gb200"],
  ["NVIDIA L40S", "l40s"],
  ["NVIDIA RTX PRO 6000 Blackwell Server Edition", "rtx-pro-6000"],
  ["AMD Instinct MI300X 192GB HBM3", "mi300x"],
];

/** A model, accelerator and precision with the middle of what was submitted for it, tokens a second and accelerator. */
export type MlperfRow = Readonly<{
  model: string;
  accelerator: string;
  precision: Precision;
  submissions: number;
  measured: number;
  workedOut: number;
}>;

/** MLPerf's offline scenario: servers that are kept full, tuned by people who compete. Held against the preset `tuned`. */
export function compareMlperf(folder: string): readonly MlperfRow[] {
  const path = `${folder}/mlperf51.json`;
  const results = read(path).flatMap((row) => {
    const workload = workloads[row.Model];
    const accelerator = accelerators.find(([name]) => row.Accelerator === name)?.[1];
    const precision = precisionOf(row.weight_data_types);
    const isOfTokens = row.Performance_Units === "Tokens/s";
    if (row.Scenario !== "Offline" || workload === undefined || accelerator === undefined)
      return [];
    if (precision === undefined || !isOfTokens) return [];
    return [
      { workload, accelerator, precision, each: row.Performance_Result / (row["a#"] * row.Nodes) },
    ];
  });
  const groups = groupBy(results, ({ workload, accelerator, precision }) =>
    [workload.model, accelerator, precision].join(" "),
  );
  return [...groups.values()].flatMap((rows) => {
    const [first] = rows;
    if (first === undefined) return [];
    const { workload, accelerator, precision } = first;
    const workedOut = bestOf(workload, accelerator, precision);
    if (workedOut === undefined) return [];
    const measured = quantile(
      rows.map(({ each }) => each),
      0.5,
    );
    return [
      {
        model: workload.model,
        accelerator,
        precision,
        submissions: rows.length,
        measured,
        workedOut,
      },
    ];
  });
}

/** The best spread's tokens a second for an accelerator. */
function bestOf(
  { model, prompt, answer }: Readonly<{ model: string; prompt: number; answer: number }>,
  acceleratorId: string,
  precision: Precision,
): number | undefined {
  const [shape, accelerator] = [openModelNamed(model)?.shape, acceleratorNamed(acceleratorId)];
  if (shape === undefined || accelerator === undefined) return undefined;
  const each = [1, 2, 4, 8].flatMap((spread) => {
    const served = serveAtLimit(
      { shape, accelerator, spread, precision },
      { promptTokens: prompt, answerTokens: answer, cachedTokens: 0 },
      { secondsPerToken: undefined },
      servingPresets.tuned,
    );
    return served === undefined ? [] : [(served.callsPerSecond * answer) / spread];
  });
  return each.length === 0 ? undefined : Math.max(...each);
}

function precisionOf(stated: string): Precision | undefined {
  const lower = stated.toLowerCase();
  return lower === "fp4" || lower === "fp8" ? lower : undefined;
}

function read(path: string): readonly z.infer<typeof rowSchema>[] {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new EvaluationInputError(`${path} cannot be read: ${(error as Error).message}`);
  }
  const rows = z.array(z.unknown()).safeParse(json);
  if (!rows.success) throw new EvaluationInputError(`${path} is not a list of results`);
  // Results of other suites lack members; only whole ones are looked at.
  return rows.data.flatMap((row) => {
    const parsed = rowSchema.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
}
