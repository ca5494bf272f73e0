import { join } from "node:path";
import { hashTexts } from "../../seeded-random.ts";
import { midnightMs } from "../calendar.ts";
import { endpoints } from "../features.ts";
import { busyPercent, devicesOf, type GaugeSum } from "../gpu-gauges.ts";
import { LineFile } from "../line-file.ts";
import { HOUR_MS, type MetricSeries, metricPage } from "./metric-page.ts";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
type Endpoint = (typeof endpoints)[number];

/** What CloudWatch says of an endpoint on a day, beside its single devices. */
export type EndpointSum = Readonly<{
  day: string;
  endpoint: string;
  /** Measurements of all devices together, where nobody says how many they are and no device is measured by itself. */
  upperBounds: number;
  invocations: number;
}>;

/**
 * CloudWatch's metrics of SageMaker's endpoints by the hour, a page a day: how busy the devices of an endpoint are together,
 * how often it was called, and, where its enhanced metrics are on, how busy each device is.
 */
export async function writeEndpointMetrics(
  folder: string,
  { seed, days }: Readonly<{ seed: number; days: readonly string[] }>,
): Promise<Readonly<{ gauges: readonly GaugeSum[]; endpoints: readonly EndpointSum[] }>> {
  const atSagemaker = endpoints.filter(({ bill }) => bill === "aws_cur");
  const file = new LineFile(join(folder, "cloudwatch-sagemaker", "metrics.jsonl"));
  const gauges: GaugeSum[] = [];
  const sums: EndpointSum[] = [];
  for (const day of days) {
    const ofDay = atSagemaker.map((endpoint) => seriesOf(endpoint, { seed, day }));
    await file.line(metricPage(ofDay.flatMap(({ all, devices }) => [...all, ...devices])));
    const single = ofDay.flatMap(({ devices }) => devices.flatMap(valuesOf));
    gauges.push({
      source: "cloudwatch_sagemaker",
      day,
      measurements: single.length,
      percent: sumOf(single),
    });
    for (const { endpoint, devices, busy, calls } of ofDay) {
      const upperBounds = devices.length > 0 ? 0 : busy.values.size;
      sums.push({ day, endpoint: endpoint.name, upperBounds, invocations: sumOf(valuesOf(calls)) });
    }
  }
  await file.close();
  return { gauges, endpoints: sums };
}

function seriesOf(endpoint: Endpoint, { seed, day }: Readonly<{ seed: number; day: string }>) {
  const dimensions = { EndpointName: endpoint.name, VariantName: "AllTraffic" };
  const byHour = (value: (hour: number) => number): MetricSeries["values"] =>
    new Map(HOURS.map((hour) => [midnightMs(day) + hour * HOUR_MS, value(hour)]));
  const utilisation = {
    namespace: "/aws/sagemaker/Endpoints",
    metric: "GPUUtilization",
    stat: "Average",
  } as const;
  const devices = devicesOf(endpoint);
  const busy: MetricSeries = {
    ...utilisation,
    dimensions,
    values: byHour((hour) => {
      const percents = devices.map((device) => busyPercent(device, { seed, day, hour }));
      return sumOf(percents) / percents.length;
    }),
  };
  const calls: MetricSeries = {
    namespace: "AWS/SageMaker",
    metric: "Invocations",
    stat: "Sum",
    dimensions,
    values: byHour((hour) => 10 + (hashTexts([endpoint.name, day, String(hour)], seed) % 90)),
  };
  const single = endpoint.devicesSeenBy === "cloudwatch" ? devices : [];
  return {
    endpoint,
    busy,
    calls,
    all: [busy, calls],
    devices: single.map(
      (device): MetricSeries => ({
        ...utilisation,
        dimensions: {
          ...dimensions,
          InstanceId: `i-constructed${device.index}`,
          AcceleratorId: "0",
        },
        values: byHour((hour) => busyPercent(device, { seed, day, hour })),
      }),
    ),
  };
}

const valuesOf = ({ values }: MetricSeries): readonly number[] => [...values.values()];
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
