import {
  billLineSchema,
  gaugeSchema,
  ledgerRowSchema,
  outcomeSchema,
  settledSchema,
  skipSchema,
  usageTotalSchema,
} from "@headgate/contract";
import { expect, test } from "vitest";
import type { z } from "zod";
import { allSources } from "./all-sources.ts";
import type { Found } from "./source.ts";
import { everySample, fixtureFile, readAll } from "./source-files.fixture.ts";

const workedOutByHeadgate = {
  charge: true,
  baseline_cost: true,
  savings: true,
  simulated: true,
  attempt: true,
  final: true,
} as const;
const attempt = ledgerRowSchema
  .omit(workedOutByHeadgate)
  .extend({ settled: settledSchema.optional() });
const billLine = billLineSchema.omit({ attribution: true });
const usageTotal = usageTotalSchema.omit({ attribution: true });

/** What the contract's schema says of something found. */
function faultsOf(found: Found): z.ZodError["issues"] {
  const parsed = (() => {
    switch (found.kind) {
      case "attempt":
        return attempt.safeParse(found.attempt);
      case "bill_line":
        return billLine.safeParse(found.line);
      case "usage_total":
        return usageTotal.safeParse(found.total);
      case "gauge":
        return gaugeSchema.safeParse(found.gauge);
      case "outcome":
        return outcomeSchema.safeParse(found.outcome);
      case "skip":
        return skipSchema.safeParse(found.skip);
      case "warning":
        return undefined;
      default:
        return found satisfies never;
    }
  })();
  return parsed?.error?.issues ?? [];
}

test.each(everySample().map(({ folder, sample }) => [folder, sample.name] as const))(
  "what stands in %s/%s has the contract's form",
  async (folder, name) => {
    const source = allSources.find((one) => one.name === folder.replaceAll("-", "_"));
    if (source === undefined) throw new Error(`No source has the folder ${folder}.`);
    const found = await readAll(source, fixtureFile(folder, name));

    expect(found.length).toBeGreaterThan(0);
    expect(found.flatMap(faultsOf)).toEqual([]);
  },
);
