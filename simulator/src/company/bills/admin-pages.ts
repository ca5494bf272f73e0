import { join } from "node:path";
import { midnightMs, nextDay } from "../calendar.ts";
import { LineFile } from "../line-file.ts";

const BUCKETS_A_PAGE = 7;

/**
 * Writes the answers of a provider's admin API to one question behind each other: a page a line, a bucket a day.
 *
 * @param results JSON texts by day: amounts are numbers with all of their digits, which no double has
 */
export async function writeAdminPages(
  folder: string,
  {
    results,
    bucketOf,
    pageOf,
  }: Readonly<{
    results: ReadonlyMap<string, readonly string[]>;
    bucketOf: (day: string, results: string) => string;
    pageOf: (buckets: string, next: string | null) => string;
  }>,
): Promise<void> {
  const days = [...results.keys()].sort();
  const file = new LineFile(join(folder, "pages.jsonl"));
  for (let page = 0; page * BUCKETS_A_PAGE < days.length; page += 1) {
    const ofPage = days.slice(page * BUCKETS_A_PAGE, (page + 1) * BUCKETS_A_PAGE);
    const isLast = (page + 1) * BUCKETS_A_PAGE >= days.length;
    const buckets = ofPage.map((day) => bucketOf(day, results.get(day)?.join(",") ?? ""));
    await file.line(pageOf(buckets.join(","), isLast ? null : `page_${page + 2}`));
  }
  await file.close();
}

/** A bucket and a page as OpenAI's admin API has them. */
export const openaiShape = {
  bucketOf: (day: string, results: string): string =>
    `{"object":"bucket","start_time":${midnightMs(day) / 1_000},"end_time":${midnightMs(nextDay(day)) / 1_000},"results":[${results}]}`,
  pageOf: (buckets: string, next: string | null): string =>
    `{"object":"page","data":[${buckets}],"has_more":${next !== null},"next_page":${JSON.stringify(next)}}`,
} as const;

/** A bucket and a page as Anthropic's admin API has them. */
export const anthropicShape = {
  bucketOf: (day: string, results: string): string =>
    `{"starting_at":"${day}T00:00:00Z","ending_at":"${nextDay(day)}T00:00:00Z","results":[${results}]}`,
  pageOf: (buckets: string, next: string | null): string =>
    `{"data":[${buckets}],"has_more":${next !== null},"next_page":${JSON.stringify(next)}}`,
} as const;

/** JSON texts by day. */
export function textsByDay<Line extends Readonly<{ day: string }>>(
  lines: readonly Line[],
  textOf: (line: Line) => string,
): ReadonlyMap<string, readonly string[]> {
  const days = new Map<string, string[]>();
  for (const line of lines) {
    const known = days.get(line.day);
    if (known === undefined) days.set(line.day, [textOf(line)]);
    else known.push(textOf(line));
  }
  return days;
}
