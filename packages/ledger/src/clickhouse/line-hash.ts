import type { UsageComponent } from "@headgate/contract";
import { laterUnits } from "../later-units.ts";

/** A text without escapes as JSON has it. */
const json = (text: string): string => `ifNull(concat('"', ${text}, '"'), 'null')`;
const number = (column: string): string => `ifNull(toString(${column}), 'null')`;

const amounts = ["list_cost", "contracted_cost", "effective_cost", "billed_cost"];

/** What of each line of a charge is hashed, from their JSON. Its texts have no escapes. */
const chargeLines = `concat('[', arrayStringConcat(arrayMap(
  line -> concat('["', line.1, '",', toString(line.2), ',"', line.3, '","', line.4, '"]'),
  JSONExtract(assumeNotNull(charge.lines),
    'Array(Tuple(component String, quantity Int64, unit_price String, list_cost String))')), ','), ']')`;

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
    chargeLines,
  ];
  const text = `concat('[', ${members.join(", ',', ")}, ']')`;
  return `reinterpretAsInt64(reverse(substring(SHA256(${text}), 1, 8)))`;
}
