import type { ImportSummary } from "@headgate/contract";
import { readJson } from "../read/read-json.ts";
import { skipAt } from "../read/read-skip.ts";
import { sampleRecords } from "../read/sample-content.ts";
import type { AttemptFacts, Found, Source } from "../source.ts";
import type { ImportBeginning, ImportEnding, ImportSink } from "./import-sink.ts";

export const NOVEMBER_MS = Date.UTC(2026, 10, 1);

/** A call of gpt-4o-mini with 1,000 tokens in and 200 out; what a test is about, it says. */
export const call = (id: string, about: Partial<AttemptFacts> = {}): AttemptFacts => ({
  row_id: `litellm:${id}`,
  call_id: `litellm:${id}`,
  started_at_ms: NOVEMBER_MS,
  source: "litellm",
  operation: "chat",
  provider: "openai",
  response_model: "gpt-4o-mini",
  outcome: "completed",
  usage_origin: "provider",
  usage: { input: 1_000, output: 200 },
  attribution: {},
  tags: {},
  ...about,
});

/** A source of the tests' own: a JSON object a line, `{"trivial": "<id>", "at": <ms>, "tags": {…}}`. */
export const trivialSource: Source = {
  name: "litellm",
  title: "Trivial logs",
  detect: (sample) =>
    sampleRecords(sample).some((one) => "trivial" in one) ? "likely" : undefined,
  async *read(file, { signal }) {
    for await (const pieces of readJson(file, { signal })) {
      yield pieces.map((piece): Found => {
        if (piece.kind === "skip") return piece;
        const { trivial, at, tags } = piece.value;
        if (typeof trivial !== "string") return skipAt("identity_missing", piece.place);
        return {
          kind: "attempt",
          attempt: call(trivial, {
            ...(typeof at === "number" && { started_at_ms: at }),
            ...(typeof tags === "object" && { tags: { ...tags } }),
          }),
        };
      });
    }
  },
};

export type Recorded = {
  beginning: ImportBeginning | undefined;
  rows: AttemptFacts[];
  batches: number;
  ending: ImportEnding | undefined;
  abandoned: boolean;
};

/** A sink that keeps what it is given, for tests that look at what is read. */
export function recordingSink(): { sink: ImportSink; recorded: Recorded } {
  const recorded: Recorded = {
    beginning: undefined,
    rows: [],
    batches: 0,
    ending: undefined,
    abandoned: false,
  };
  const sink: ImportSink = {
    begin: async (beginning) => {
      recorded.beginning = beginning;
    },
    add: async ({ attempts }) => {
      recorded.rows.push(...attempts);
      recorded.batches += 1;
    },
    finish: async (ending): Promise<ImportSummary> => {
      recorded.ending = ending;
      return { import_number: null, sources: [], skips: ending.skips, warnings: ending.warnings };
    },
    abandon: async () => {
      recorded.abandoned = true;
    },
  };
  return { sink, recorded };
}
