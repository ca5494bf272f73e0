import { z } from "zod";
import type { Stack } from "./start-stack.ts";

const attempt = z.looseObject({
  outcome: z.string(),
  usage: z.record(z.string(), z.number()),
  usage_origin: z.string(),
  usage_violations: z.array(z.string()).optional(),
  provider: z.string(),
  stream: z.boolean(),
  charge: z.looseObject({ confidence: z.string(), effective_cost: z.string().nullable() }),
});
export type LedgeredAttempt = z.infer<typeof attempt>;
const list = z.object({ rows: z.array(z.looseObject({ call_id: z.string() })) });
const call = z.object({ attempts: z.array(attempt) });

/** All attempts of a project's calls, once the ledger holds that many. */
export async function ledgeredAttempts(
  stack: Stack,
  project: string,
  count: number,
): Promise<readonly LedgeredAttempt[]> {
  await stack.settled(count, project);
  const range = "from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z";
  const listed = list.parse(await stack.api(`/api/calls?${range}&project=${project}`));
  const found = await Promise.all(
    listed.rows.map(async ({ call_id }) => call.parse(await stack.api(`/api/calls/${call_id}`))),
  );
  return found.flatMap(({ attempts }) => attempts);
}
