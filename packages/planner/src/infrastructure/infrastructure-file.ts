import { HeadgateError, paymentOptions } from "@headgate/contract";
import { z } from "zod";
import { priceTerms } from "./infrastructure-price.ts";
import { interruptionBuckets } from "./spot-fact.ts";

const dollarsPerHour = z
  .string()
  .regex(/^\d{1,5}(\.\d{1,8})?$/, "expected dollars an hour as a decimal text, such as 1.006");

const sourceSchema = z.strictObject({
  /** A page, a file, or "entered by you". */
  url: z.string().min(1).max(1000),
  read_on: z.iso.date({ error: "a price without a day has no age: write the day as yyyy-mm-dd" }),
});

const priceRowSchema = z.strictObject({
  sku: z.string().min(1).max(200),
  term: z.enum(priceTerms),
  payment: z.enum(paymentOptions).optional(),
  region: z.string().min(1).max(60).optional(),
  dollars_per_hour: dollarsPerHour,
  valid_from: z.iso.date().optional(),
  valid_to: z.iso.date().optional(),
  source: z.string(),
});

const spotRowSchema = z.strictObject({
  sku: z.string().min(1).max(200),
  /** Below on demand, over the last 30 days. */
  saving_percent: z.int().min(0).max(100),
  interruption: z.enum(interruptionBuckets),
  source: z.string(),
});

const machineRowSchema = z.strictObject({
  sku: z.string().min(1).max(200),
  vcpus: z.int().positive().max(10_000),
  memory_mib: z.int().positive(),
  accelerators: z
    .strictObject({
      model: z.string().regex(/^[a-z0-9-]+$/, "expected an id such as h100 or a100-80gb"),
      count: z.int().positive().max(1024),
      memory_mib_each: z.int().positive(),
    })
    .optional(),
  architecture: z.enum(["x86_64", "arm64"]),
  source: z.string(),
});

/** A list of prices and machines of one provider, as it lies in `data/infrastructure` and in the data directory. */
const infrastructureFileSchema = z
  .strictObject({
    provider: z.string().regex(/^[a-z0-9-]+$/, "expected a provider's name in lower case"),
    /** Of rows that do not name their own; `any` where a provider has one price for all. */
    region: z.string().min(1).max(60).optional(),
    attribution: z.string().optional(),
    sources: z.record(z.string(), sourceSchema),
    prices: z.array(priceRowSchema).optional(),
    spot: z.array(spotRowSchema).optional(),
    machines: z.array(machineRowSchema).optional(),
  })
  .superRefine((file, context) => {
    for (const list of ["prices", "spot", "machines"] as const) {
      for (const [index, row] of (file[list] ?? []).entries()) {
        const fault = faultOf(file, list, row);
        if (fault !== undefined)
          context.addIssue({ code: "custom", path: [list, index], message: fault });
      }
    }
  });
export type InfrastructureFile = z.infer<typeof infrastructureFileSchema>;

type Row = NonNullable<InfrastructureFile["prices" | "spot" | "machines"]>[number];

function faultOf(
  file: Readonly<{ region?: string | undefined; sources: Readonly<Record<string, unknown>> }>,
  list: "prices" | "spot" | "machines",
  row: Row,
): string | undefined {
  if (!Object.hasOwn(file.sources, row.source)) return `the source "${row.source}" is not listed`;
  if (list === "machines") return undefined;
  if (file.region === undefined && !("region" in row && row.region !== undefined))
    return "neither the row nor the file names a region";
  if (!("valid_to" in row) || row.valid_to === undefined || row.valid_from === undefined)
    return undefined;
  return row.valid_to <= row.valid_from ? "valid_to is not after valid_from" : undefined;
}

const MOST_FAULTS = 5;

/** What is wrong with a list, each fault with its place; none where it can be read. */
export function infrastructureFaults(content: unknown): readonly string[] {
  const read = infrastructureFileSchema.safeParse(content);
  return read.success ? [] : faultsOf(read.error);
}

/**
 * Reads a list, with every fault by its place.
 * @throws HeadgateError `price_file_invalid`
 */
export function parseInfrastructureFile(name: string, content: unknown): InfrastructureFile {
  const read = infrastructureFileSchema.safeParse(content);
  if (read.success) return read.data;
  const faults = faultsOf(read.error);
  const more = faults.length - MOST_FAULTS;
  throw new HeadgateError(
    "price_file_invalid",
    `${name}: ${faults.slice(0, MOST_FAULTS).join("; ")}${more > 0 ? `; and ${more} more` : ""}`,
  );
}

const faultsOf = (error: z.ZodError): readonly string[] =>
  error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
