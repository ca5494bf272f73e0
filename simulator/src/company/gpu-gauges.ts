import { join } from "node:path";
import type { GaugeSource } from "@headgate/contract";
import { hashTexts } from "../seeded-random.ts";
import { midnightMs } from "./calendar.ts";
import { endpoints } from "./features.ts";
import { LineFile } from "./line-file.ts";

const HOUR_MS = 3_600_000;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** What a source's devices said of a day: how many measurements of how busy they were, and their sum. */
export type GaugeSum = Readonly<{
  source: GaugeSource;
  day: string;
  measurements: number;
  percent: number;
}>;

/** By the help text of https://github.com/NVIDIA/dcgm-exporter/blob/main/etc/default-counters.csv. */
const fields = [
  ["DCGM_FI_DEV_GPU_UTIL", "GPU utilization (in %)."],
  ["DCGM_FI_DEV_FB_USED", "Framebuffer memory used (in MiB)."],
  ["DCGM_FI_DEV_POWER_USAGE", "Power draw (in W)."],
] as const;

/**
 * What DCGM's exporter says of the endpoints' devices that it runs beside, one an instance, every hour: a file a day, in
 * Prometheus' text format.
 */
export async function writeGpuGauges(
  folder: string,
  { seed, days }: Readonly<{ seed: number; days: readonly string[] }>,
): Promise<readonly GaugeSum[]> {
  const devices = endpoints
    .filter(({ devicesSeenBy }) => devicesSeenBy === "dcgm")
    .flatMap(devicesOf);
  const sums: GaugeSum[] = [];
  for (const day of days) {
    const samples = HOURS.flatMap((hour) =>
      devices.map((device) => ({
        labels: labelsOf(device),
        atMs: midnightMs(day) + hour * HOUR_MS,
        percent: busyPercent(device, { seed, day, hour }),
      })),
    );
    const file = new LineFile(join(folder, "dcgm", `${day}.prom`));
    for (const [name, help] of fields) {
      await file.line(`# HELP ${name} ${help}`);
      await file.line(`# TYPE ${name} gauge`);
      for (const { labels, atMs, percent } of samples) {
        const value = { DCGM_FI_DEV_GPU_UTIL: percent, DCGM_FI_DEV_FB_USED: 8_000 + 90 * percent };
        const said = name === "DCGM_FI_DEV_POWER_USAGE" ? 28 + percent : value[name];
        await file.line(`${name}{${labels}} ${said} ${atMs}`);
      }
    }
    await file.close();
    sums.push({
      source: "dcgm",
      day,
      measurements: samples.length,
      percent: samples.reduce((sum, { percent }) => sum + percent, 0),
    });
  }
  return sums;
}

type Endpoint = (typeof endpoints)[number];
type Device = Endpoint & Readonly<{ index: number }>;

/** The devices of an endpoint, one an instance. */
export const devicesOf = (endpoint: Endpoint): readonly Device[] =>
  Array.from({ length: endpoint.instances }, (_, index) => ({ ...endpoint, index }));

const labelsOf = ({ device, index, name, team }: Device): string =>
  Object.entries({
    gpu: String(index),
    UUID: `GPU-constructed-${name}-${index}`,
    device: "nvidia0",
    modelName: device,
    Hostname: `constructed-${name}-${index}`,
    namespace: team,
    pod: `${name}-${index}`,
  })
    .map(([label, value]) => `${label}="${value}"`)
    .join(",");

/** How busy a device is, whoever says so: between 55 and 94 % from eight to twenty o'clock, between 5 and 24 % else. */
export function busyPercent(
  { index, name }: Device,
  { seed, day, hour }: Readonly<{ seed: number; day: string; hour: number }>,
): number {
  const hash = hashTexts([name, String(index), day, String(hour)], seed);
  return hour >= 8 && hour < 20 ? 55 + (hash % 40) : 5 + (hash % 20);
}
