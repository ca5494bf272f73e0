import { readdirSync, readFileSync } from "node:fs";
import { usageSchema } from "@headgate/contract";
import { z } from "zod";
import { type UsageShapeName, usageShapeNames } from "./usage-shapes.ts";

/** One usage object in its documented shape, and how it must be read. */
const usageCase = z.strictObject({
  api: z.string(),
  shape: z.enum(usageShapeNames as [UsageShapeName, ...UsageShapeName[]]),
  model: z.string().nullable(),
  /** What the shape follows, and the day it was read; without one it was not found again. */
  document: z.string(),
  read_at: z.iso.date().optional(),
  service_tier: z.string().optional(),
  operation: z.enum(["chat", "embeddings"]).default("chat"),
  statements: z.array(
    z.strictObject({ event: z.string().optional(), usage: z.record(z.string(), z.unknown()) }),
  ),
  expected: usageSchema,
  /** Usage of other models within the answer; none unless said. */
  others: z.array(z.strictObject({ model: z.string(), usage: usageSchema })).optional(),
  /** How many contradictions must be reported; none unless said. */
  violations: z.int().positive().optional(),
});
export type UsageCase = z.infer<typeof usageCase> & Readonly<{ provider: string; file: string }>;

const folder = new URL("../../fixtures/usage/", import.meta.url);

/** The cases of `fixtures/usage`, provider by provider. */
export const usageCases: readonly UsageCase[] = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .sort()
  .flatMap((file) => {
    const json: unknown = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
    const { provider, cases } = z
      .strictObject({ provider: z.string(), cases: z.array(usageCase) })
      .parse(json);
    return cases.map((one) => ({ ...one, provider, file }));
  });
