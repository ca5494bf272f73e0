import { expect, test } from "vitest";
import { bedrockInvocationLog } from "./bedrock-invocation-log/source.ts";
import { langfuse } from "./langfuse/source.ts";
import { all, memoryFile } from "./memory-file.fixture.ts";
import { openaiUsage } from "./openai-usage/source.ts";
import { otlp } from "./otlp/source.ts";
import { otlpMetrics } from "./otlp-metrics/source.ts";
import { readJson } from "./read/read-json.ts";
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

test("a document over many lines costs about what it costs to parse, in whatever pieces it comes", async () => {
  const member = {
    Keys: ["a service", "a type"],
    Metrics: { Cost: { Amount: "0.1", Unit: "USD" } },
  };
  const text = JSON.stringify({ data: Array.from({ length: 120_000 }, () => member) }, null, 2);
  const costOf = async (work: () => unknown): Promise<number> => {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const { signal } = new AbortController();
  const maxRecordBytes = 2 * text.length;

  const parsing = await costOf(() => JSON.parse(text));
  const reading = await costOf(() =>
    all(readJson(memoryFile("x.json", text), { signal, maxRecordBytes })),
  );

  // Put together with every piece, its 28 MB were 3 GB of copies: twenty times as much.
  expect(reading).toBeLessThan(8 * parsing);
});
