import { z } from "zod";

/** The fields of a pino line that a person wants; the rest is kept as it is. */
const logLine = z.looseObject({ level: z.number(), msg: z.string().optional() });

const WARN = 40;
const DULL = new Set(["level", "time", "pid", "hostname", "name", "msg"]);

/**
 * A line of a child's log for a terminal: warnings and worse, without the frame. `undefined` for lines
 * that only matter to machines.
 */
export function childLineForPeople(name: string, line: string): string | undefined {
  const parsed = parse(line);
  if (parsed === undefined) return `${name}: ${line}`;
  if (parsed.level < WARN) return undefined;
  const particulars = Object.entries(parsed)
    .filter(([key]) => !DULL.has(key))
    .map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  return [`${name}: ${parsed.msg ?? "log"}`, ...particulars].join("  ");
}

function parse(line: string): z.infer<typeof logLine> | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const result = logLine.safeParse(JSON.parse(line));
    return result.success ? result.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
