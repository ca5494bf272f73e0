import { headObjects } from "../detect/read-head.ts";
import { sampleColumns } from "../read/sample-content.ts";
import { readRecords } from "../records/read-records.ts";
import { inBatches } from "../row/found-batches.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";
import { readRequest } from "./request.ts";

/**
 * Requests that Helicone logged: what `npx @helicone/export` and its API give as JSON, JSON lines or CSV
 * (`HeliconeRequest` and examples/export/typescript of https://github.com/Helicone/helicone, read 2026-11-28),
 * and rows of its ClickHouse table `request_response_rmt`.
 */
export const helicone: Source = {
  name: "helicone",
  title: "Helicone's exports of requests",
  detect: (sample) =>
    [sampleColumns(sample), ...headObjects(sample.head).map((object) => Object.keys(object))].some(
      isRequest,
    )
      ? "certain"
      : undefined,
  read: (file, context) => inBatches(read(file, context)),
};

const isRequest = (names: readonly string[]): boolean =>
  ["request_created_at", "response_id", "prompt_tokens", "completion_tokens"].every((name) =>
    names.includes(name),
  );

async function* read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  for await (const pieces of readRecords(file, context)) {
    yield pieces.flatMap((piece) =>
      piece.kind === "skip" ? [piece] : readRequest(piece, context.prompts),
    );
  }
}
