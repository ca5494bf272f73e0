import { readFileSync } from "node:fs";
import { z } from "zod";

const share = z.number().min(0).max(1);
const range = z.tuple([z.int().positive(), z.int().positive()]);

/** One feature of one team, and what its calls look like. */
const workloadSchema = z.strictObject({
  team: z.string().min(1),
  project: z.string().min(1),
  feature: z.string().min(1),
  format: z.enum(["chat", "responses", "messages", "embeddings", "count_tokens"]),
  /** How often the feature calls, against the others. */
  weight: z.number().positive(),
  models: z.array(z.strictObject({ model: z.string(), weight: z.number().positive() })).min(1),
  /** Length of the system prompt that all its calls share. */
  systemTokens: z.int().nonnegative().default(0),
  /** Sets Anthropic's cache breakpoint at the system prompt's end. */
  cacheTtl: z.enum(["5m", "1h"]).optional(),
  promptTokens: range,
  maxTokens: z.int().positive().default(500),
  streamShare: share.default(0),
  toolShare: share.default(0),
  thinkingShare: share.default(0),
  /** Asks for JSON by a schema. */
  structured: z.boolean().default(false),
  /** Texts in one embeddings call. */
  batch: range.default([1, 1]),
  /** `n` of a chat completion. */
  choices: z.int().positive().default(1),
  /** Calls are made for a customer. */
  customers: z.boolean().default(false),
  /** Calls follow one another in conversations. */
  sessions: z.boolean().default(false),
  environment: z.string().default("production"),
});
export type Workload = Readonly<z.output<typeof workloadSchema>>;

const fileSchema = z.strictObject({
  customers: z.array(z.string()).min(1),
  workloads: z.array(workloadSchema).min(1),
});
export type TeamTraffic = Readonly<z.output<typeof fileSchema>>;

/** The made-up company whose calls the demo shows. */
export function loadTeamTraffic(): TeamTraffic {
  const text = readFileSync(new URL("../../data/team-traffic.json", import.meta.url), "utf8");
  return fileSchema.parse(JSON.parse(text));
}

/** The teams of the made-up company, for which the demo makes keys. */
export const simulatedTeams = (): readonly string[] => [
  ...new Set(loadTeamTraffic().workloads.map((workload) => workload.team)),
];
