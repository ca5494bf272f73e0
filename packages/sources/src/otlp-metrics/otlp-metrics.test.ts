import { expect, test } from "vitest";
import { all, memoryFile } from "../memory-file.fixture.ts";
import { encodeOtlp } from "../otlp/protobuf.ts";
import { fixtureFile, readAll, skipsIn } from "../source-files.fixture.ts";
import { totalsIn } from "../source-totals.fixture.ts";
import { readMetrics } from "./read-metrics.ts";
import { RunningTotals } from "./running-totals.ts";
import { otlpMetrics } from "./source.ts";

const read = (name: string) => readAll(otlpMetrics, fixtureFile("otlp-metrics", name));

/** A running total of output tokens, by seconds from a time. */
const outputPoint = ({
  startSeconds,
  seconds,
  sum,
}: Readonly<{ startSeconds: number; seconds: number; sum: number }>) => ({
  resourceMetrics: [
    {
      scopeMetrics: [
        {
          metrics: [
            {
              name: "gen_ai.client.token.usage",
              sum: {
                aggregationTemporality: 2,
                dataPoints: [
                  {
                    startTimeUnixNano: `${1_793_610_000 + startSeconds}000000000`,
                    timeUnixNano: `${1_793_610_000 + seconds}000000000`,
                    asInt: String(sum),
                    attributes: [{ key: "gen_ai.token.type", value: { stringValue: "output" } }],
                  },
                ],
              },
            },
          ],
        },
      ],
    },
  ],
});

test("deltas and running totals give the same sums of the same stretches", async () => {
  const delta = totalsIn(await read("delta.jsonl"));
  const cumulative = await read("cumulative.jsonl");

  expect(totalsIn(cumulative)).toEqual(delta);
  expect(delta).toHaveLength(8);
  expect(delta[0]).toMatchObject({
    source: "otlp_metrics",
    start_ms: Date.parse("2026-11-02T09:00:00Z"),
    end_ms: Date.parse("2026-11-02T09:01:00Z"),
    provider: "openai",
    project: "shop",
    model: "gpt-4o-mini-2024-07-18",
    requests: 2,
    usage: { input: 1000 },
  });
  expect(delta[1]).toMatchObject({ usage: { output: 80 } });
  expect(delta[1]?.requests).toBeUndefined();
  expect(skipsIn(cumulative)).toEqual([
    "cumulative.jsonl:3: rollup",
    "cumulative.jsonl:3: rollup",
    "cumulative.jsonl:6: not_a_call",
  ]);
});

test("protobuf gives what JSON gives", async () => {
  const payload = {
    resourceMetrics: [
      {
        scopeMetrics: [
          {
            metrics: [
              {
                name: "gen_ai.client.token.usage",
                histogram: {
                  aggregationTemporality: 1,
                  dataPoints: [
                    {
                      startTimeUnixNano: "1793610000000000000",
                      timeUnixNano: "1793610060000000000",
                      count: "1",
                      sum: 12,
                      attributes: [{ key: "gen_ai.token.type", value: { stringValue: "input" } }],
                    },
                  ],
                },
              },
            ],
          },
        ],
      },
    ],
  };
  const bytes = encodeOtlp("metrics", payload);

  const json = await readAll(otlpMetrics, memoryFile("x", JSON.stringify(payload)));
  expect(totalsIn(json)).toMatchObject([{ usage: { input: 12 }, requests: 1 }]);
  expect(await readAll(otlpMetrics, memoryFile("x", bytes))).toEqual(json);
  expect(otlpMetrics.detect({ name: "x", head: bytes })).toBe("certain");
});

test("a running total goes on in the next files of an import, in whatever order they come", async () => {
  const line = (startSeconds: number, seconds: number, sum: number) =>
    `${JSON.stringify(outputPoint({ startSeconds, seconds, sum }))}\n`;
  const files = [
    memoryFile("m-1.json", line(0, 60, 100) + line(0, 120, 250)),
    // Of a writer that has started anew, before the last file of its first run.
    memoryFile("m-10.json", line(200, 260, 40)),
    memoryFile("m-2.json", line(0, 180, 300)),
    memoryFile("m-20.json", line(200, 320, 50)),
  ];

  const { signal } = new AbortController();
  const found = [];
  for (const file of files) found.push(...(await all(otlpMetrics.read(file, { signal }))));

  expect(totalsIn(found).map(({ usage }) => usage.output)).toEqual([100, 150, 40, 50, 10]);
  expect(
    totalsIn(await readAll(otlpMetrics, memoryFile("m-2.json", line(0, 180, 300)))),
  ).toMatchObject([{ usage: { output: 300 } }]);
});

test("who listens since now counts a running total from its first point on", () => {
  const point = (seconds: number, sum: number) => outputPoint({ startSeconds: 0, seconds, sum });
  const totals = new RunningTotals(1_793_610_030_000);

  expect(skipsIn([...readMetrics(point(60, 100), "x", totals)])).toEqual(["x: rollup"]);
  expect(totalsIn([...readMetrics(point(120, 130), "x", totals)])).toMatchObject([
    { usage: { output: 30 } },
  ]);
});
