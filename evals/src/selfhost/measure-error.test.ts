import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { afterOneMeasurement, compareServer, summarise } from "./measure-error.ts";
import { readSilicon } from "./read-silicon.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "headgate-selfhost-"));
});
afterEach(() => rm(folder, { recursive: true }));

const columns =
  "silicon_data_source,backend,backend_version,model_path,system,mode,isl,osl,gemm_quant_mode,moe_quant_mode,batch_size,tp_size,attention_dp_size,silicon_ttft_ms,silicon_tpot_ms";
const write = (...rows: readonly string[]) =>
  writeFile(join(folder, "silicon_sample.csv"), [columns, ...rows, ""].join("\n"));
const row = (answers: number, milliseconds: number, mode = "agg") =>
  `constructed; silicon_concurrency=${answers},vllm,1,Qwen/Qwen3-32B,h100_sxm,${mode},1024,512,fp8,fp8,${answers},2,1,100,${milliseconds}`;

test("servers of the file are worked out, and what is left out is counted by its reason", async () => {
  await write(row(8, 12), row(16, 14), row(8, 12, "disagg"));
  const { servers, leftOut } = readSilicon(folder);

  expect(servers).toHaveLength(2);
  expect(leftOut).toEqual({ "prompts and answers on machines apart": 1 });
  expect(servers[0]).toMatchObject({ model: "qwen3-32b", accelerator: "h100", answers: 8 });
  expect(servers[0]?.tokensPerSecond).toBeCloseTo((8 * 512 * 1000) / (100 + 512 * 12));
});

test("one measurement takes away an error that all rows of a deployment share", async () => {
  await write(row(8, 12), row(16, 14), row(32, 18));
  const compared = readSilicon(folder).servers.flatMap((server) => compareServer(server) ?? []);
  const halved = compared.map((one) => ({ ...one, throughput: 0.5 }));

  expect(summarise(halved.map(({ throughput }) => throughput)).medianAbsoluteError).toBe(1);
  expect(afterOneMeasurement(halved)).toEqual([1, 1]);
});

test("a row of another shape is told by its place", async () => {
  await write(row(8, 12), row(8, -1));

  expect(() => readSilicon(folder)).toThrow(/silicon_sample\.csv:3: silicon_tpot_ms/);
  expect(() => readSilicon(join(folder, "nowhere"))).toThrow(/cannot be read/);
});
