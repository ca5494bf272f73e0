import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const latency = z.object({
  firstByteMs: z.object({ p50: z.number(), p99: z.number() }),
  endMs: z.object({ p50: z.number(), p99: z.number() }),
});
const throughput = z.object({
  callsPerSecond: z.number(),
  cpuMicrosecondsPerCall: z.number().optional(),
});
const gatewayResult = z.object({
  date: z.string(),
  commit: z.string(),
  machine: z.string(),
  figures: z.object({
    generator: z.string(),
    rounds: z.number(),
    rows: z.array(
      z.object({
        name: z.string(),
        json: throughput,
        stream: throughput,
        jsonLatency: latency,
        streamLatency: latency,
      }),
    ),
  }),
  targets: z.array(
    z.object({
      what: z.string(),
      value: z.number().nullable(),
      target: z.string(),
      met: z.boolean().nullable(),
    }),
  ),
});

const results = join(import.meta.dirname, "..", "results");

/** The newest kept result of the gateway bench as Markdown: the table of contenders, then the targets. */
function gatewayFigures(): string {
  const files = readdirSync(results).filter((name) => /^gateway-.*\.json$/.test(name));
  const read = files.map((name) =>
    gatewayResult.parse(JSON.parse(readFileSync(join(results, name), "utf8"))),
  );
  const newest = read.sort((left, right) => left.date.localeCompare(right.date)).at(-1);
  if (newest === undefined) return "No run has been kept yet.";
  const { figures, targets, machine, date, commit } = newest;
  const rows = figures.rows.map(({ name, json, stream, jsonLatency, streamLatency }) => {
    const streams = stream.callsPerSecond > 0;
    return [
      name,
      whole(json.callsPerSecond),
      whole(json.cpuMicrosecondsPerCall),
      streams ? whole(stream.callsPerSecond) : "all failed",
      streams ? whole(stream.cpuMicrosecondsPerCall) : "–",
      `${fine(jsonLatency.endMs.p50)} / ${fine(jsonLatency.endMs.p99)}`,
      streams
        ? `${fine(streamLatency.firstByteMs.p50)} / ${fine(streamLatency.firstByteMs.p99)}`
        : "–",
    ].join(" | ");
  });
  const reached = targets.map(
    ({ what, value, target, met }) =>
      `| ${what} | ${value === null ? "–" : fine(value)} | ${target} | ${met === null ? "not measured" : met ? "met" : "missed"} |`,
  );
  return `One process, one core for the contender, medians of ${figures.rounds} rounds, load by ${figures.generator}, on ${machine} (${date.slice(0, 10)}, commit ${commit}).

| | calls/s | CPU µs/call | streams/s | CPU µs/stream | end p50 / p99 ms at 500/s | first token p50 / p99 ms at 500/s |
|---|---:|---:|---:|---:|---:|---:|
${rows.map((row) => `| ${row} |`).join("\n")}

| | value | target | |
|---|---:|---:|---|
${reached.join("\n")}`;
}

const whole = (value: number | undefined): string =>
  value === undefined ? "–" : Math.round(value).toLocaleString("en-US");
const fine = (value: number): string =>
  Math.abs(value) < 10 ? value.toFixed(2) : Math.round(value).toString();

const BLOCK = /(<!-- figures: gateway -->\n)[\s\S]*?(<!-- \/figures -->)/;

/** A page with its block of figures written anew. */
export const withGatewayFigures = (page: string): string =>
  page.replace(
    BLOCK,
    (_whole, begin: string, end: string) => `${begin}${gatewayFigures()}\n${end}`,
  );
