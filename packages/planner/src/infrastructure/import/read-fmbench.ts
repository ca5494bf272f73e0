import { z } from "zod";
import type { ListReading } from "./listed-row.ts";

const schema = z.object({
  pricing: z.object({ instance_based: z.record(z.string(), z.number().nonnegative()) }),
});

/**
 * The price file of AWS's foundation model benchmarking tool (fmbench/configs/pricing_fallback.yml): `ml.` machines are
 * SageMaker's, others EC2's; names that are no machine (provisioned throughput) are not taken.
 */
export function readFmbench(document: unknown, region: string): ListReading {
  const read = schema.safeParse(document);
  if (!read.success)
    return {
      rows: [],
      refused: [
        {
          at: "pricing.instance_based",
          code: "unreadable",
          reason: "It is not there, or holds something else than numbers.",
        },
      ],
    };
  const entries = Object.entries(read.data.pricing.instance_based);
  const isMachine = ([name]: [string, number]): boolean =>
    /^(ml\.)?[a-z0-9-]+\.[a-z0-9-]+$/.test(name) && !name.includes("-pt");
  return {
    rows: entries.filter(isMachine).map(([sku, dollars]) => ({
      at: sku,
      provider: sku.startsWith("ml.") ? "sagemaker" : "aws",
      sku,
      region,
      term: "on_demand",
      dollarsPerHour: String(dollars),
    })),
    refused: entries
      .filter((entry) => !isMachine(entry))
      .map(([at]) => ({ at, code: "unreadable", reason: "It is no machine." })),
  };
}
