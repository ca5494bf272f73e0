import { z } from "zod";
import { fine, keptResult, measuredOn, newestKept, targetsTable, whole } from "./kept-result.ts";

const latency = z.object({
  firstByteMs: z.object({ p50: z.number(), p99: z.number() }),
  endMs: z.object({ p50: z.number(), p99: z.number() }),
});
const throughput = z.object({
  callsPerSecond: z.number(),
  cpuMicrosecondsPerCall: z.number().optional(),
});
const gatewayResult = keptResult.extend({
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
});

/** The newest kept result of the gateway bench as Markdown: the table of contenders, then the targets. */
export function gatewayFigures(): string {
  const newest = newestKept("gateway", gatewayResult);
  if (newest === undefined) return "No run has been kept yet.";
  const { figures, targets } = newest;
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
  return `One process, one core for the contender, medians of ${figures.rounds} rounds, load by ${figures.generator}, ${measuredOn(newest)}.

| | calls/s | CPU µs/call | streams/s | CPU µs/stream | end p50 / p99 ms at 500/s | first token p50 / p99 ms at 500/s |
|---|---:|---:|---:|---:|---:|---:|
${rows.map((row) => `| ${row} |`).join("\n")}

${targetsTable(targets)}`;
}

/** The same result in one sentence. */
export function gatewaySummary(): string {
  const newest = newestKept("gateway", gatewayResult);
  const of = (name: string) => newest?.figures.rows.find((row) => row.name === name);
  const [own, relay] = [of("headgate"), of("bare relay")];
  if (own === undefined || relay === undefined) return "No run has been kept yet.";
  const added = (percentile: "p50" | "p99"): string =>
    fine(own.jsonLatency.endMs[percentile] - relay.jsonLatency.endMs[percentile]);
  return `At 500 calls a second Headgate adds ${added("p50")} ms to a call at the median and ${added("p99")} ms at p99. On one core it serves up to ${whole(own.json.callsPerSecond)} calls a second, each metered, priced and recorded.`;
}
