import type { UsageComponent } from "@headgate/contract";
import { laterUnits } from "../later-units.ts";

/** A text without escapes as JSON has it. */
const json = (text: string): string => `ifNull(concat('"', ${text}, '"'), 'null')`;
const number = (column: string): string => `ifNull(toString(${column}), 'null')`;

const amounts = ["list_cost", "contracted_cost", "effective_cost", "billed_cost"];

/** One line of a charge as it is written, and what of it is hashed. */
const CHARGE_LINE = String.raw`\{(?:"model":"[^"]*",)?"component":("[a-z0-9_]+"),"quantity":([0-9]+),"unit_price":("[^"]*"),"list_cost":("[^"]*"),"price_record":"[^"]*"(?:,"overlay":\{"names":\[(?:"[^"]*",?)*\](?:,"[a-z_]+":"[^"]*")*\})?\}`;

/**
 * `contentHash` of a plain row, as an expression over its members: 64 bits of SHA-256 over the same text.
 * @param first the components that have a place of their own in it
 */
export function contentHashSql(first: readonly UsageComponent[]): string {
  const quantities = [
    first.map((component) => number(`usage."${component}"`)).join(", ',', "),
    ...laterUnits.map((unit) => `ifNull(concat(',"${unit} ', toString(usage."${unit}"), '"'), '')`),
  ].join(", ");
  const members = [
    json("client_call_id"),
    number("started_at_ms"),
    // As it was written: a double has many texts.
    "ifNull(duration_ms, 'null')",
    json("provider"),
    json("operation"),
    json("request_model"),
    json("sent_model"),
    json("response_model"),
    json("response_id"),
    json("outcome"),
    number("status"),
    json("usage_origin"),
    `'[', ${quantities}, ']'`,
    json("charge.confidence"),
    ...amounts.map((cost) => json(`charge.${cost}`)),
    `replaceRegexpAll(assumeNotNull(charge.lines), '${CHARGE_LINE.replaceAll("\\", "\\\\")}', '[\\\\1,\\\\2,\\\\3,\\\\4]')`,
  ];
  const text = `concat('[', ${members.join(", ',', ")}, ']')`;
  return `reinterpretAsInt64(reverse(substring(SHA256(${text}), 1, 8)))`;
}
