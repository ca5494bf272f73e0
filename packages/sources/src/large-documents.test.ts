import { expect, test } from "vitest";
import { bedrockInvocationLog } from "./bedrock-invocation-log/source.ts";
import { langfuse } from "./langfuse/source.ts";
import { memoryFile } from "./memory-file.fixture.ts";
import { openaiUsage } from "./openai-usage/source.ts";
import { otlp } from "./otlp/source.ts";
import { otlpMetrics } from "./otlp-metrics/source.ts";
import type { Source } from "./source.ts";
import { readAll } from "./source-files.fixture.ts";

/** More than a call of a function can have arguments. */
const MANY = 130_000;

const many = (one: (index: number) => unknown): unknown[] =>
  Array.from({ length: MANY }, (_, index) => one(index));

const documents: readonly Readonly<[Source, unknown]>[] = [
  [otlp, { resourceSpans: [{ scopeSpans: [{ spans: many((at) => ({ spanId: `${at}` })) }] }] }],
  [
    otlpMetrics,
    {
      resourceMetrics: [
        { scopeMetrics: [{ metrics: many(() => ({ sum: { dataPoints: [{}] } })) }] },
      ],
    },
  ],
  [langfuse, { observations: many((at) => ({ id: `${at}`, traceId: "t", type: "SPAN" })) }],
  [openaiUsage, { data: many(() => ({ results: [] })) }],
  [bedrockInvocationLog, { events: many(() => ({})) }],
];

test.each(documents)(
  "one document of a very long list is read, as $name has it",
  async (source, document) => {
    const found = await readAll(source, memoryFile("x.json", JSON.stringify(document)));

    expect(found).toHaveLength(MANY);
  },
);
