import { readSpoolLine } from "@headgate/ledger";
import { readLines } from "../read/read-lines.ts";
import { skipAt } from "../read/read-skip.ts";
import { sampleText } from "../read/sample-content.ts";
import { inBatches } from "../row/found-batches.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";

/** A line of a spool is bytes of at most 64 MiB; one of a call without bodies is far below this. */
const LONGEST_ROW = 4 * 1024 * 1024;

/**
 * The spool of a Headgate's gateway (`spool/<writer>/<n>.spool`), as a backup or another machine has it: a row a line,
 * behind its checksum. What the gateway settled holds as it is: nothing is priced again. A row that the loader of
 * this Headgate has moved into the ledger already is there already.
 */
export const gateway: Source = {
  name: "gateway",
  title: "the spool of Headgate's gateway",
  detect: (sample) =>
    /^[0-9a-f]{8} \{"row_id":"/.test(sampleText(sample).slice(0, 64)) ? "certain" : undefined,
  read: (file, context) => inBatches(read(file, context)),
};

async function* read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  for await (const lines of readLines(file, { ...context, longest: LONGEST_ROW })) {
    yield lines.map((line) => (line.kind === "skip" ? line : foundIn(line.text, line.place)));
  }
}

function foundIn(text: string, place: string): Found {
  const bytes = Buffer.from(text);
  const reading = readSpoolLine(bytes, 0, bytes.length);
  if (reading.kind === "bad") return skipAt("row_malformed", place, reading.reason);
  const { attempt, final, simulated, charge, baseline_cost, savings, ...facts } = reading.row;
  if (facts.source !== "gateway") {
    return skipAt("row_malformed", place, `A gateway's spool has no row of ${facts.source}.`);
  }
  return {
    kind: "attempt",
    attempt: { ...facts, settled: { attempt, final, simulated, charge, baseline_cost, savings } },
  };
}
