import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const results = join(import.meta.dirname, "..", "results");

/** What every kept result says, whatever was measured. */
export const keptResult = z.object({
  date: z.string(),
  commit: z.string(),
  machine: z.string(),
  figures: z.unknown(),
  targets: z.array(
    z.object({
      what: z.string(),
      value: z.number().nullable(),
      target: z.string(),
      met: z.boolean().nullable(),
    }),
  ),
});
type Kept = z.output<typeof keptResult>;

/** The newest kept result of a bench; undefined when none was kept. */
export function newestKept<Result extends Kept>(
  name: string,
  schema: z.ZodType<Result>,
): (Result & Readonly<{ file: string }>) | undefined {
  return readdirSync(results)
    .filter((file) => file.startsWith(`${name}-`) && file.endsWith(".json"))
    .map((file) => ({
      ...schema.parse(JSON.parse(readFileSync(join(results, file), "utf8"))),
      file,
    }))
    .sort((left, right) => left.date.localeCompare(right.date))
    .at(-1);
}

/** Where and when a result was measured, and the file that keeps it: a link from the project's README. */
export const measuredOn = ({
  machine,
  date,
  file,
}: Pick<Kept, "machine" | "date"> & Readonly<{ file: string }>): string =>
  `on ${machine} (${date.slice(0, 10)}, kept as [${file}](bench/results/${file}))`;

/** What a bench set out to reach and what it reached, as a Markdown table. */
export const targetsTable = (targets: Kept["targets"]): string =>
  [
    "| | value | target | |",
    "|---|---:|---:|---|",
    ...targets.map(
      ({ what, value, target, met }) =>
        `| ${what} | ${value === null ? "–" : fine(value)} | ${target} | ${met === null ? "not measured" : met ? "met" : "missed"} |`,
    ),
  ].join("\n");

/** A count in thousands, or a dash where nothing was measured. */
export const whole = (value: number | undefined): string =>
  value === undefined ? "–" : Math.round(value).toLocaleString("en-US");

/** A measured number with as many places as it is worth. */
export const fine = (value: number): string =>
  Math.abs(value) < 10 ? value.toFixed(2) : Math.round(value).toLocaleString("en-US");
