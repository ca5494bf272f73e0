import { NOW_MS } from "../open-app.fixture.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const whole = (key: string, intValue: string) => ({ key, value: { intValue } });
const nanos = (ms: number): string => `${ms}000000`;

/** A call of gpt-4o-mini with 1,000 tokens in and 200 out. */
export const spanPayload = ({ span }: { span: string | undefined }) => ({
  resourceSpans: [
    {
      resource: { attributes: [text("service.name", "shop")] },
      scopeSpans: [
        {
          scope: { name: "tests" },
          spans: [
            {
              ...(span !== undefined && { traceId: TRACE, spanId: span }),
              name: "chat gpt-4o-mini",
              startTimeUnixNano: nanos(NOW_MS - 60_000),
              endTimeUnixNano: nanos(NOW_MS - 59_000),
              attributes: [
                text("gen_ai.operation.name", "chat"),
                text("gen_ai.provider.name", "openai"),
                text("gen_ai.request.model", "gpt-4o-mini"),
                whole("gen_ai.usage.input_tokens", "1000"),
                whole("gen_ai.usage.output_tokens", "200"),
              ],
            },
          ],
        },
      ],
    },
  ],
});

/** The same call as an event within that span. */
export const eventPayload = ({ span, usage = true }: { span: string; usage?: boolean }) => ({
  resourceLogs: [
    {
      resource: { attributes: [text("service.name", "shop")] },
      scopeLogs: [
        {
          scope: { name: "tests" },
          logRecords: [
            {
              timeUnixNano: nanos(NOW_MS - 59_000),
              eventName: "gen_ai.client.inference.operation.details",
              traceId: TRACE,
              spanId: span,
              attributes: [
                text("gen_ai.operation.name", "chat"),
                text("gen_ai.provider.name", "openai"),
                text("gen_ai.request.model", "gpt-4o-mini"),
                ...(usage
                  ? [
                      whole("gen_ai.usage.input_tokens", "1000"),
                      whole("gen_ai.usage.output_tokens", "200"),
                    ]
                  : []),
              ],
            },
          ],
        },
      ],
    },
  ],
});

/** Input tokens of a minute. */
export const tokenMetric = (sum: number, startMs: number) => ({
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
                    startTimeUnixNano: nanos(startMs),
                    timeUnixNano: nanos(startMs + 60_000),
                    count: "1",
                    sum,
                    attributes: [text("gen_ai.token.type", "input")],
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
