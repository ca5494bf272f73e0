import { z } from "zod";
import { batchOptionsSchema } from "../batch/batch-options.ts";
import { simulatedModelSchema } from "../models.ts";
import { faultNames } from "./faults.ts";

const rate = z.number().min(0).max(1);

/** Options of the simulator; what is left out has the default named here. */
export const simulatorOptionsSchema = z.strictObject({
  /** 0, the default: any free port. */
  port: z.int().min(0).max(65_535).default(0),
  /** Address to listen on; loopback by default. */
  host: z.string().default("127.0.0.1"),
  /** Decides all that is left to chance; 1 by default. */
  seed: z.int().default(1),
  /** How long answers take when the request does not say; nothing by default. */
  latency: z
    .strictObject({
      /** Median of the lognormal time before an answer begins. */
      medianMs: z.number().nonnegative().default(0),
      /** Spread of that time: the deviation of its logarithm. */
      sigma: z.number().nonnegative().default(0.4),
      /** Time between two deltas of a stream. */
      tokenIntervalMs: z.number().nonnegative().default(0),
    })
    .optional(),
  /** Share of requests that meet each fault; none by default. */
  faults: z.partialRecord(z.enum(faultNames), rate).default({}),
  /** Requests per minute and key before answers turn to 429; no limit by default. */
  requestsPerMinute: z.int().positive().optional(),
  /** Tokens that one delta of a stream carries; 1 by default. */
  tokensPerDelta: z.int().positive().default(1),
  /** Models beside those of the room's data file. */
  models: z.array(simulatedModelSchema).default([]),
  /** Skills of models by name, from 0 to 1; a model without one gives no verdict. */
  skills: z.record(z.string(), rate).default({}),
  /** How long batches take, and what goes wrong with them. */
  batches: batchOptionsSchema,
});

/** Options as a caller gives them, and a clock to simulate the passing of minutes. */
export type SimulatorOptions = z.input<typeof simulatorOptionsSchema> &
  Readonly<{ nowMs?: () => number }>;
export type SimulatorSettings = z.output<typeof simulatorOptionsSchema>;
