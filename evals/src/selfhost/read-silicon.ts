import { readFileSync } from "node:fs";
import { acceleratorNamed, openModelNamed, type Precision } from "@headgate/planner";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { EvaluationInputError } from "../evaluation.ts";
import type { MeasuredServer } from "./measured-server.ts";

const FILE = "silicon_sample.csv";

const rowSchema = z.object({
  silicon_data_source: z.string(),
  backend: z.string(),
  backend_version: z.string(),
  model_path: z.string(),
  system: z.string(),
  mode: z.string(),
  isl: z.coerce.number().positive(),
  osl: z.coerce.number().positive(),
  gemm_quant_mode: z.string(),
  moe_quant_mode: z.string(),
  batch_size: z.string(),
  tp_size: z.string(),
  attention_dp_size: z.string(),
  silicon_ttft_ms: z.coerce.number().positive(),
  silicon_tpot_ms: z.coerce.number().positive(),
});
type Row = z.infer<typeof rowSchema>;

/** Names of the file that are not names of weights in the table of open models. */
const sameShape: Readonly<Record<string, string>> = {
  "meta-llama/Llama-3.1-70B": "llama-3.1-70b",
  "nvidia/Llama-3.1-8B-Instruct-FP8": "llama-3.1-8b",
  "nvidia/Qwen3-32B-NVFP4": "qwen3-32b",
  "Qwen/Qwen3-235B-A22B-FP8": "qwen3-235b-a22b",
  "nvidia/DeepSeek-R1-NVFP4": "deepseek-r1",
  "nvidia/DeepSeek-V3.1-NVFP4": "deepseek-v3.1",
  "zhipuai/GLM-5": "glm-5",
};

/**
 * The measured servers of NVIDIA aiconfigurator's `silicon_sample.csv`, and how many rows were left out, by reason.
 * @throws EvaluationInputError where the file cannot be read or a row has another shape
 */
export function readSilicon(folder: string): Readonly<{
  servers: readonly MeasuredServer[];
  leftOut: Readonly<Record<string, number>>;
}> {
  const leftOut: Record<string, number> = {};
  const servers = rowsOf(`${folder}/${FILE}`).flatMap((row) => {
    const server = serverOf(row);
    if (typeof server !== "string") return [server];
    leftOut[server] = (leftOut[server] ?? 0) + 1;
    return [];
  });
  return { servers, leftOut };
}

function rowsOf(path: string): readonly Row[] {
  let records: readonly unknown[];
  try {
    records = parse(readFileSync(path), { columns: true });
  } catch (error) {
    throw new EvaluationInputError(`${path} cannot be read: ${(error as Error).message}`);
  }
  return records.map((record, index) => {
    const row = rowSchema.safeParse(record);
    if (row.success) return row.data;
    const [issue] = row.error.issues;
    throw new EvaluationInputError(
      `${path}:${index + 2}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not a row"}`,
    );
  });
}

/** The server that a row is of, or why the model says nothing about such servers. */
function serverOf(row: Row): MeasuredServer | string {
  if (row.mode !== "agg") return "prompts and answers on machines apart";
  if (Number(row.attention_dp_size) > 1) return "attention divided by answers (data parallel)";
  const name = sameShape[row.model_path] ?? row.model_path;
  const model = openModelNamed(name);
  if (model === undefined) return `the model is not in the table: ${row.model_path}`;
  const accelerator = acceleratorNamed(row.system);
  if (accelerator === undefined) return `the accelerator is not in the table: ${row.system}`;
  const spread = Number(row.tp_size);
  if (spread > 8) return "spread over more than eight accelerators";
  const isDense = model.shape.experts === undefined;
  const answers = Number(
    /silicon_concurrency=(\d+)/.exec(row.silicon_data_source)?.[1] ?? row.batch_size,
  );
  const deployment = {
    shape: model.shape,
    accelerator,
    spread,
    precision: precisionOf(isDense ? row.gemm_quant_mode : row.moe_quant_mode),
  };
  return {
    model: model.id,
    kind: isDense ? "dense" : "experts",
    accelerator: accelerator.id,
    software: `${row.backend} ${row.backend_version}`.trim(),
    deployment,
    promptTokens: row.isl,
    answerTokens: row.osl,
    answers,
    tokensPerSecond:
      (1000 * answers * row.osl) / (row.silicon_ttft_ms + row.osl * row.silicon_tpot_ms),
    millisecondsPerToken: row.silicon_tpot_ms,
  };
}

function precisionOf(quantMode: string): Precision {
  if (/fp4|int4|w4a/.test(quantMode)) return "fp4";
  return quantMode.includes("fp8") ? "fp8" : "bf16";
}
