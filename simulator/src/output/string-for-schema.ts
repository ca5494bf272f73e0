import type { JsonObject } from "../json-object.ts";
import { between, pick, type Random } from "../seeded-random.ts";

const subjects = ["billing", "delivery", "returns", "access", "pricing", "contract", "quality"];
const states = ["open question", "confirmed", "needs review", "resolved", "waiting for reply"];

/** A string that satisfies `format`, `minLength` and `maxLength`. */
export function stringFor(schema: JsonObject, random: Random): string {
  const format = schema.format;
  if (typeof format === "string" && isKnownFormat(format)) return formats[format](random);
  const text = `${pick(random, subjects)} ${pick(random, states)}`;
  const least = length(schema.minLength) ?? 0;
  const most = length(schema.maxLength) ?? Number.POSITIVE_INFINITY;
  return text.padEnd(least, " and so on").slice(0, most);
}

const length = (value: unknown): number | undefined =>
  typeof value === "number" && value >= 0 ? Math.floor(value) : undefined;

const two = (value: number): string => String(value).padStart(2, "0");
const date = (random: Random): string =>
  `2026-${two(between(random, 1, 12))}-${two(between(random, 1, 28))}`;
const time = (random: Random): string =>
  `${two(between(random, 0, 23))}:${two(between(random, 0, 59))}:${two(between(random, 0, 59))}Z`;
const hex = (random: Random, digits: number): string =>
  Array.from({ length: digits }, () => between(random, 0, 15).toString(16)).join("");

const formats = {
  date,
  time,
  "date-time": (random: Random) => `${date(random)}T${time(random)}`,
  duration: (random: Random) => `PT${between(random, 1, 59)}M`,
  email: (random: Random) => `${pick(random, subjects)}@example.com`,
  hostname: (random: Random) => `${pick(random, subjects)}.example.com`,
  ipv4: (random: Random) => `192.0.2.${between(random, 1, 254)}`,
  ipv6: (random: Random) => `2001:db8::${between(random, 1, 9999)}`,
  uri: (random: Random) => `https://example.com/${pick(random, subjects)}`,
  uuid: (random: Random) =>
    `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-a${hex(random, 3)}-${hex(random, 12)}`,
} as const;

const isKnownFormat = (format: string): format is keyof typeof formats =>
  Object.hasOwn(formats, format);
