import {
  attributionFields,
  inputBuckets,
  outputBuckets,
  promptPartNames,
  type TokenBucket,
  type UsageComponent,
  usageComponents,
} from "@headgate/contract";
import { columns } from "../columns.ts";
import { isLaterUnit } from "../later-units.ts";
import { contentHashSql } from "./line-hash.ts";

/** Kept as the text that a line has: JSON, or a number as it was written. */
const asWritten = [
  ...["duration_ms", "time_to_first_token_ms"],
  ...["raw_usage", "usage_violations", "savings", "translation", "cache", "route"],
  ...["changes", "request_facts", "experiments"],
] as const;
const texts = [
  ...["row_id", "call_id", "client_call_id", "source", "wire_format", "operation", "provider"],
  ...["request_model", "sent_model", "response_model", "response_id", "provider_request_id"],
  ...["trace_id", "span_id", "account_id", "region", "scope", "principal", "service_tier"],
  ...["outcome", "error_code", "usage_origin", "baseline_cost", "key_id"],
] as const;
const integers = [
  ...["attempt", "started_at_ms", "status", "request_bytes", "response_bytes"],
] as const;
const truths = ["final", "simulated", "stream"] as const;
const ofCharge = [
  ...["confidence", "list_cost", "contracted_cost", "effective_cost", "billed_cost"],
  ...["lines", "reason"],
] as const;

const named = (names: readonly string[], type: string): string =>
  names.map((name) => `"${name}" Nullable(${type})`).join(", ");

/** A plain row's members, as ClickHouse reads them from a line of JSON. */
const lineStructure = [
  named([...asWritten, ...texts], "String"),
  named(integers, "Int64"),
  named(truths, "Bool"),
  `usage Tuple(${named(usageComponents, "Int64")})`,
  `prompt_parts Tuple(${named(promptPartNames, "Int64")})`,
  `charge Tuple(${named(ofCharge, "String")})`,
  `attribution Tuple(${named(attributionFields, "String")})`,
  "tags Map(String, String)",
].join(", ");

/** How such members are read: what is not known of, or comes twice, is an error, and JSON within JSON stays as it was written. */
export const lineSettings = {
  input_format_skip_unknown_fields: 0,
  input_format_json_ignore_unknown_keys_in_named_tuple: 0,
  input_format_json_defaults_for_missing_elements_in_named_tuple: 1,
  input_format_json_read_numbers_as_strings: 1,
  input_format_json_read_objects_as_strings: 1,
  input_format_json_read_arrays_as_strings: 1,
} as const;

const usage = (component: UsageComponent): string => `usage."${component}"`;

/** The sum of those that are there; null where none is. */
const sumOf = (terms: readonly string[]): string =>
  `if(${terms.map((term) => `isNull(${term})`).join(" and ")}, null, ${terms.map((term) => `ifNull(${term}, 0)`).join(" + ")})`;

/** What a cache's answer had used, as the cache's JSON tells it. */
const avoided = (buckets: readonly TokenBucket[]): string =>
  `if(isNull(cache) or position(cache, '"usage":') = 0, null, ${sumOf(
    buckets.map((bucket) => `cache_usage."${bucket}"`),
  )})`;

const amount = (text: string): string => `cast(${text} as Nullable(Decimal(38, 12)))`;
const double = (name: string): string => `cast("${name}" as Nullable(Float64))`;
const ofRoute = (name: string): string =>
  `if(isNull(route) or position(route, '"${name}":') = 0, null, JSONExtractString(route, '${name}'))`;

/** Prompt tokens that parts are divided from: pictures, sound and video are in no part. */
const divided = ["input", "cache_read", "cache_write_5m", "cache_write_1h", "cache_write"] as const;

/** What a division needs fits into 64 bits, or the block is left to be read: that is a prompt of 10⁹ tokens and as many bytes. */
const WIDEST = 9e18;

const indices = promptPartNames.map((_part, index) => index);
const partBytes = indices.map((index) => `prompt_parts."${promptPartNames[index]}"`);
/** Keys of rests are told apart by their part: there are fewer parts than this. */
const KEYS_A_REST = 8;

/**
 * What several columns are worked out from, by its name, each step from those before it. Of the rests that dividing leaves
 * the largest take one token more, the earlier one of equals; see `tokensByPart`. As lists, which a row without parts has
 * none in: a statement that spells each part out against each other one takes the server longer to read than its rows.
 */
const steps: readonly (readonly (readonly [name: string, sql: string])[])[] = [
  [
    ["divided_tokens", sumOf(divided.map(usage))],
    [
      "part_bytes",
      `if(${partBytes.map((bytes) => `isNull(${bytes})`).join(" and ")}, emptyArrayInt64(), [${partBytes
        .map((bytes) => `ifNull(${bytes}, 0)`)
        .join(", ")}])`,
    ],
    [
      "cache_usage",
      `JSONExtract(ifNull(cache, ''), 'usage', 'Tuple(${named([...inputBuckets, ...outputBuckets], "Int64")})')`,
    ],
  ],
  [
    ["all_bytes", "arraySum(part_bytes)"],
    ["whole_tokens", "ifNull(divided_tokens, 0)"],
    [
      "part_shares",
      "arrayMap(bytes -> intDiv(ifNull(divided_tokens, 0) * bytes, greatest(arraySum(part_bytes), 1)), part_bytes)",
    ],
  ],
  [
    [
      "rest_keys",
      `arrayMap((bytes, share, place) -> (whole_tokens * bytes - share * greatest(all_bytes, 1)) * ${KEYS_A_REST} - place,
        part_bytes, part_shares, arrayEnumerate(part_bytes))`,
    ],
    [
      "tokens_left",
      `whole_tokens - arraySum(part_shares)
        + throwIf(toFloat64(whole_tokens) * toFloat64(all_bytes) > ${WIDEST}, 'too wide to be divided')`,
    ],
  ],
  [
    [
      "least_key",
      "if(tokens_left = 0 or empty(part_bytes), toInt64(9223372036854775807), arrayReverseSort(rest_keys)[tokens_left])",
    ],
  ],
];

const partTokens = (index: number): string =>
  `if(isNull(${partBytes[index]}) or isNull(divided_tokens) or all_bytes = 0, null,
    part_shares[${index + 1}] + (rest_keys[${index + 1}] >= least_key))`;

const special: Readonly<Record<string, string>> = {
  started_at: "fromUnixTimestamp64Micro(assumeNotNull(started_at_ms) * 1000, 'UTC')",
  duration_ms: double("duration_ms"),
  time_to_first_token_ms: double("time_to_first_token_ms"),
  model: "coalesce(response_model, sent_model, request_model)",
  input_tokens: sumOf(inputBuckets.map(usage)),
  output_tokens: sumOf(outputBuckets.map(usage)),
  confidence: "charge.confidence",
  charge_lines: "charge.lines",
  charge_reason: "charge.reason",
  baseline_cost: amount("baseline_cost"),
  tags: "cast(tags as Map(String, Nullable(String)))",
  content_hash: contentHashSql(usageComponents.filter((each) => !isLaterUnit(each))),
  other_usage: "null",
  other_cache_read_tokens: "null",
  other_reasoning_tokens: "null",
  superseded: "false",
  cache_status: "if(isNull(cache), null, JSONExtractString(cache, 'status'))",
  avoided_input_tokens: avoided(inputBuckets),
  avoided_output_tokens: avoided(outputBuckets),
  route_reason: ofRoute("reason"),
  route_task: ofRoute("task"),
  route_fingerprint: ofRoute("fingerprint"),
  ...Object.fromEntries(
    ["list_cost", "contracted_cost", "effective_cost", "billed_cost"].map((cost) => [
      cost,
      amount(`charge.${cost}`),
    ]),
  ),
  ...Object.fromEntries(attributionFields.map((field) => [field, `attribution."${field}"`])),
  ...Object.fromEntries(usageComponents.map((each) => [`usage_${each}`, usage(each)])),
  ...Object.fromEntries(
    promptPartNames.flatMap((part, index) => [
      [`prompt_${part}_bytes`, `prompt_parts."${part}"`],
      [`prompt_${part}_tokens`, partTokens(index)],
    ]),
  ),
};

/** Columns that are members of a row as they stand. */
const asTheyStand: ReadonlySet<string> = new Set([...asWritten, ...texts, ...integers, ...truths]);

/** How each column of `attempts` is worked out from a plain row's members, in the columns' order. */
export const lineColumns: readonly (readonly [name: string, sql: string])[] = columns.map(
  ({ name }) => {
    const sql = special[name] ?? (asTheyStand.has(name) ? `"${name}"` : undefined);
    if (sql === undefined) throw new RangeError(`nothing says how ${name} is read from a line`);
    return [name, sql];
  },
);

/** Lines as rows of members, with what several columns are worked out from. */
export const linesSql = steps.reduce(
  (from, step) =>
    `(select *, ${step.map(([name, sql]) => `${sql} as ${name}`).join(", ")} from ${from})`,
  `input('${lineStructure}')`,
);
