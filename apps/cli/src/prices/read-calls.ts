import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import {
  HeadgateError,
  type Usage,
  type UsageComponent,
  usageComponents,
} from "@headgate/contract";
import { CsvError, parse } from "csv-parse";
import { z } from "zod";
import { unreadable } from "../replay/scan-trace.ts";

/** Names of columns beside those of the usage's own components, with or without `_tokens`. */
const otherNames: Readonly<Record<string, UsageComponent>> = {
  prompt_tokens: "input",
  completion_tokens: "output",
  contexttokens: "input",
  generatedtokens: "output",
};
const CALLS = "calls";

const recordSchema = z.object({
  record: z.record(z.string(), z.string().optional()),
  info: z.object({ lines: z.number() }),
});

/** A line of the file: the usage of one call, and how many such calls it stands for. */
export type CallsLine = Readonly<{ usage: Usage; calls: number }>;

/**
 * Reads calls from a CSV: a column for each component of the usage (`input`, `cache_read_tokens`, …; the
 * columns of a trace and OpenAI's names are known too), and `calls` where a line stands for several. An
 * empty cell says that the component is not known.
 *
 * @param onIgnored told of the columns that say nothing about usage
 * @throws HeadgateError `input_unreadable` with the line of the first value that is no whole number
 */
export async function* readCalls(
  path: string,
  onIgnored: (columns: readonly string[]) => void,
): AsyncGenerator<CallsLine> {
  let components: ReadonlyMap<string, UsageComponent> = new Map();
  const parser = parse({
    bom: true,
    info: true,
    skip_empty_lines: true,
    trim: true,
    columns: (names: string[]) => {
      components = componentsOf(path, names);
      onIgnored(names.filter((name) => !components.has(name) && name !== CALLS));
      return names;
    },
  });
  // Ties their ends together; the loop below meets every error, since it reads the last of them.
  pipeline(createReadStream(path), parser, () => undefined);
  try {
    for await (const item of parser) {
      const { record, info } = recordSchema.parse(item);
      const place = `${path}, line ${info.lines}`;
      const usage: Partial<Record<UsageComponent, number>> = {};
      for (const [name, component] of components) {
        const text = record[name];
        if (text !== undefined && text !== "") usage[component] = wholeNumber(place, name, text);
      }
      const calls = record[CALLS];
      yield {
        usage,
        calls: calls === undefined || calls === "" ? 1 : wholeNumber(place, CALLS, calls),
      };
    }
  } catch (error) {
    if (error instanceof HeadgateError) throw error;
    if (error instanceof CsvError) {
      throw new HeadgateError(
        "input_unreadable",
        `${path}, line ${Number(error.lines)}: ${error.message}`,
      );
    }
    throw unreadable(path, error);
  }
}

function componentsOf(path: string, names: readonly string[]): ReadonlyMap<string, UsageComponent> {
  const components = new Map<string, UsageComponent>();
  for (const name of names) {
    const component = componentOf(name);
    if (component === undefined) continue;
    if ([...components.values()].includes(component)) {
      throw new HeadgateError(
        "input_unreadable",
        `${path}: two columns are the calls' ${component}.`,
      );
    }
    components.set(name, component);
  }
  if (components.size > 0) return components;
  throw new HeadgateError(
    "input_unreadable",
    `${path}: the heading has no column of tokens such as input or output; it has ${names.join(", ")}.`,
  );
}

function componentOf(column: string): UsageComponent | undefined {
  const name = column.toLowerCase();
  const bare = name.replace(/_tokens$/, "");
  return usageComponents.find((component) => component === bare) ?? otherNames[name];
}

function wholeNumber(place: string, column: string, text: string): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(number)) return number;
  throw new HeadgateError("input_unreadable", `${place}: ${column} is "${text}", no whole number.`);
}
