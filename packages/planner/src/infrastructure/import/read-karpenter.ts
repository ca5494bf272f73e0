import type { ListedRow, ListReading } from "./listed-row.ts";

/**
 * Prices in Go's source, as karpenter generates them (pkg/providers/pricing/zz_generated.pricing_aws.go): a region with
 * its braces, and in it machines with their dollars an hour.
 */
export function readKarpenter(source: string): ListReading {
  const rows: ListedRow[] = [];
  let region: string | undefined;
  for (const [index, line] of source.split("\n").entries()) {
    region = /^\s*"([a-z]{2}(?:-[a-z]+)+-\d)":\s*\{/.exec(line)?.[1] ?? region;
    for (const [, sku, dollarsPerHour] of line.matchAll(
      /"([a-z0-9-]+\.[a-z0-9-]+)":\s*([0-9.]+)/g,
    )) {
      if (sku === undefined || dollarsPerHour === undefined || region === undefined) continue;
      rows.push({
        at: `line ${index + 1}`,
        provider: "aws",
        sku,
        region,
        term: "on_demand",
        dollarsPerHour,
      });
    }
  }
  return rows.length > 0
    ? { rows, refused: [] }
    : {
        rows,
        refused: [
          { at: "the file", code: "unreadable", reason: "It holds no prices of a region." },
        ],
      };
}
