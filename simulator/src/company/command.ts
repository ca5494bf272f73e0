import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { priceRecordSchema } from "@headgate/contract";
import { z } from "zod";
import { lookUpPrices, type PriceLookup } from "./price-lookup.ts";
import { FEWEST_DAYS, writeCompany } from "./write-company.ts";

export const companyUsage = `node main.js company --prices FILE [--seed N] [--days N] [--scale N] [--from DAY]
             [--parquet] [--as-real] OUT
  Writes the logs, traces and bills of a made-up company into the empty folder OUT.
  --prices FILE  list prices: what \`headgate prices list --json\` writes
  --days N       from ${FEWEST_DAYS}; 60 unless said
  --scale N      1 is about 26,000 calls a weekday; 0.1 unless said
  --from DAY     first day; 2026-10-01 unless said
  --parquet      AWS's and Google's bills as Parquet in the place of CSV
  --as-real      do not mark the gateway's rows as simulated, so that reports over bills count them`;

const pricesSchema = z.object({
  models: z.array(z.object({ records: z.array(priceRecordSchema) })),
});

/**
 * The command `company`.
 *
 * @returns what is told when it is done
 * @throws TypeError, RangeError for arguments that do not do
 */
export async function runCompany(args: readonly string[]): Promise<string> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      prices: { type: "string" },
      seed: { type: "string", default: "1" },
      days: { type: "string", default: "60" },
      scale: { type: "string", default: "0.1" },
      from: { type: "string", default: "2026-10-01" },
      parquet: { type: "boolean", default: false },
      "as-real": { type: "boolean", default: false },
    },
  });
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length > 0 || values.prices === undefined) {
    throw new TypeError(`one folder and --prices are needed\n${companyUsage}`);
  }
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new RangeError(`${folder} is not empty: name a new folder`);
  }
  const { calls, dollars } = await writeCompany({
    folder,
    seed: Number(values.seed),
    days: Number(values.days),
    scale: Number(values.scale),
    from: values.from,
    price: pricesIn(values.prices),
    asReal: values["as-real"],
    parquet: values.parquet,
  });
  return `${calls} constructed calls for ${dollars} dollars that nobody paid, in ${folder}`;
}

function pricesIn(path: string): PriceLookup {
  const read = pricesSchema.safeParse(parsed(readFileSync(path, "utf8")));
  if (read.success) return lookUpPrices(read.data.models.flatMap(({ records }) => records));
  throw new TypeError(`${path} is not what \`headgate prices list --json\` writes`);
}

/** `undefined` for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
