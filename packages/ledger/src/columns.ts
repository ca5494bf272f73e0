import {
  allInputTokens,
  allOutputTokens,
  attributionFields,
  type LedgerRow,
  type PromptPart,
  promptPartNames,
  type TokenBucket,
  type UsageComponent,
  usageComponents,
} from "@headgate/contract";
import type { ColumnType, ColumnValues, TakenColumnOf } from "./column.ts";
import { contentHash } from "./content-hash.ts";
import { isLaterUnit, laterUnits } from "./later-units.ts";
import { changesText, dividedTokens } from "./prompt-columns.ts";

/** A row on its way back from its columns; the schema turns it into a {@link LedgerRow}. */
export type Draft = Record<string, unknown> & {
  usage: Record<string, unknown>;
  charge: Record<string, unknown>;
  attribution: Record<string, unknown>;
  prompt_parts?: Record<string, unknown>;
};

type ColumnOf<Type extends ColumnType> = TakenColumnOf<LedgerRow, Type> &
  Readonly<{
    /** False for what a row can lack: the column is then null. */
    required: boolean;
    /** Absent on columns worked out from others: they are not read back. */
    give?: (draft: Draft, value: ColumnValues[Type]) => void;
  }>;
/** One column of the ledger: its SQL, how it is taken from a row, and how it is given back. */
export type Column = { [Type in ColumnType]: ColumnOf<Type> }[ColumnType];

/** Keys of a row whose value is of this kind, perhaps absent. */
type KeysOf<Value> = {
  [Key in keyof LedgerRow]-?: LedgerRow[Key] extends Value | undefined ? Key : never;
}[keyof LedgerRow];
type Need = "required" | "optional";

const ofRow = (row: LedgerRow): LedgerRow => row;
const ofUsage = (row: LedgerRow): LedgerRow["usage"] => row.usage;
const ofAttribution = (row: LedgerRow): LedgerRow["attribution"] => row.attribution;

const text = (name: KeysOf<string>, need: Need): Column => ({
  name,
  type: "VARCHAR",
  required: need === "required",
  take: (row) => row[name] ?? null,
  member: { of: ofRow, name },
  give: (draft, value) => {
    draft[name] = value;
  },
});

const wholeNumber = (name: KeysOf<number>, need: Need): Column => ({
  name,
  type: "BIGINT",
  required: need === "required",
  take: (row) => row[name] ?? null,
  member: { of: ofRow, name },
  give: (draft, value) => {
    draft[name] = Number(value);
  },
});

const milliseconds = (name: "duration_ms" | "time_to_first_token_ms", need: Need): Column => ({
  name,
  type: "DOUBLE",
  required: need === "required",
  take: (row) => row[name] ?? null,
  member: { of: ofRow, name },
  give: (draft, value) => {
    draft[name] = value;
  },
});

const truth = (name: KeysOf<boolean>, need: Need = "required"): Column => ({
  name,
  type: "BOOLEAN",
  required: need === "required",
  take: (row) => row[name] ?? null,
  member: { of: ofRow, name },
  give: (draft, value) => {
    draft[name] = value;
  },
});

const usageColumn = (component: UsageComponent): Column => ({
  name: `usage_${component}`,
  type: "BIGINT",
  required: false,
  take: (row) => row.usage[component] ?? null,
  member: { of: ofUsage, name: component },
  give: (draft, value) => {
    draft.usage[component] = Number(value);
  },
});

/** JSON keeps what has no columns of its own; absent and `null` stay two things. */
const json = (
  name:
    | "raw_usage"
    | "usage_violations"
    | "savings"
    | "other_usage"
    | "translation"
    | "cache"
    | "request_facts"
    | "route"
    | "experiments",
  need: Need,
): Column => ({
  name,
  type: "VARCHAR",
  required: need === "required",
  take: (row) => (row[name] === undefined ? null : JSON.stringify(row[name])),
  give: (draft, value) => {
    draft[name] = JSON.parse(value);
  },
});

/** What is asked for often of the choice of a call's model, beside its JSON. */
const routeColumn = (name: "reason" | "task" | "fingerprint"): Column => ({
  name: `route_${name}`,
  type: "VARCHAR",
  required: false,
  take: ({ route }) => route?.[name] ?? null,
});

const chargeCost = (
  name: "list_cost" | "contracted_cost" | "effective_cost" | "billed_cost",
): Column => ({
  name,
  type: "DECIMAL(38,12)",
  required: false,
  take: (row) => row.charge[name],
  give: (draft, value) => {
    draft.charge[name] = value;
  },
});

/** A row's tokens in these buckets that were another model's; null where none were reported. */
const otherTokens = (name: string, buckets: readonly TokenBucket[]): Column => ({
  name,
  type: "BIGINT",
  required: false,
  take: ({ other_usage }) => {
    let total: number | null = null;
    for (const { usage } of other_usage === undefined ? [] : other_usage) {
      for (const bucket of buckets) {
        const tokens = usage[bucket];
        if (tokens !== undefined) total = total === null ? tokens : total + tokens;
      }
    }
    return total;
  },
});

/** What a call that the cache answered did not use, as JSON beside the rest; null on all others. */
const avoidedTokens = (
  name: string,
  tokensOf: (used: Pick<LedgerRow, "usage" | "other_usage">) => number | undefined,
): Column => ({
  name,
  type: "BIGINT",
  required: false,
  take: ({ cache }) =>
    cache?.usage === undefined
      ? null
      : (tokensOf({ usage: cache.usage, other_usage: cache.other_usage }) ?? null),
});

const noParts: Readonly<Record<string, unknown>> = {};
const ofPromptParts = ({ prompt_parts }: LedgerRow): Readonly<Record<string, unknown>> =>
  prompt_parts ?? noParts;

const promptBytes = (part: PromptPart): Column => ({
  name: `prompt_${part}_bytes`,
  type: "BIGINT",
  required: false,
  take: (row) => row.prompt_parts?.[part] ?? null,
  member: { of: ofPromptParts, name: part },
  give: (draft, value) => {
    draft.prompt_parts ??= {};
    draft.prompt_parts[part] = Number(value);
  },
});

/** What reports add up of a part: worked out once, when the row is written. */
const promptTokens = (part: PromptPart): Column => ({
  name: `prompt_${part}_tokens`,
  type: "BIGINT",
  required: false,
  take: (row) => dividedTokens(row, part),
});

/** The ledger's columns in their order: the only place that says how a row lies in a table. */
export const columns: readonly Column[] = [
  text("row_id", "required"),
  text("call_id", "required"),
  wholeNumber("attempt", "required"),
  truth("final"),
  text("client_call_id", "optional"),
  {
    name: "started_at",
    type: "TIMESTAMP",
    required: true,
    take: (row) => row.started_at_ms,
    give: (draft, value) => {
      draft.started_at_ms = value;
    },
  },
  milliseconds("duration_ms", "optional"),
  milliseconds("time_to_first_token_ms", "optional"),
  text("source", "required"),
  truth("simulated"),
  text("wire_format", "optional"),
  text("operation", "required"),
  text("provider", "required"),
  text("request_model", "optional"),
  text("sent_model", "optional"),
  text("response_model", "optional"),
  {
    name: "model",
    type: "VARCHAR",
    required: false,
    take: (row) => row.response_model ?? row.sent_model ?? row.request_model ?? null,
  },
  text("response_id", "optional"),
  text("service_tier", "optional"),
  truth("stream", "optional"),
  text("outcome", "required"),
  wholeNumber("status", "optional"),
  text("error_code", "optional"),
  text("usage_origin", "required"),
  ...usageComponents.filter((component) => !isLaterUnit(component)).map(usageColumn),
  {
    name: "input_tokens",
    type: "BIGINT",
    required: false,
    take: (row) => allInputTokens(row) ?? null,
  },
  {
    name: "output_tokens",
    type: "BIGINT",
    required: false,
    take: (row) => allOutputTokens(row) ?? null,
  },
  json("raw_usage", "optional"),
  json("usage_violations", "optional"),
  {
    name: "confidence",
    type: "VARCHAR",
    required: true,
    take: (row) => row.charge.confidence,
    give: (draft, value) => {
      draft.charge.confidence = value;
    },
  },
  chargeCost("list_cost"),
  chargeCost("contracted_cost"),
  chargeCost("effective_cost"),
  chargeCost("billed_cost"),
  {
    name: "charge_lines",
    type: "VARCHAR",
    required: true,
    take: (row) => JSON.stringify(row.charge.lines),
    give: (draft, value) => {
      draft.charge.lines = JSON.parse(value);
    },
  },
  {
    name: "charge_reason",
    type: "VARCHAR",
    required: false,
    take: (row) => row.charge.reason ?? null,
    give: (draft, value) => {
      draft.charge.reason = value;
    },
  },
  {
    name: "baseline_cost",
    type: "DECIMAL(38,12)",
    required: false,
    take: (row) => row.baseline_cost,
    give: (draft, value) => {
      draft.baseline_cost = value;
    },
  },
  json("savings", "required"),
  text("key_id", "optional"),
  ...attributionFields.map(
    (field): Column => ({
      name: field,
      type: "VARCHAR",
      required: false,
      take: (row) => row.attribution[field] ?? null,
      member: { of: ofAttribution, name: field },
      give: (draft, value) => {
        draft.attribution[field] = value;
      },
    }),
  ),
  {
    name: "tags",
    type: "MAP(VARCHAR, VARCHAR)",
    required: true,
    take: (row) => row.tags,
    give: (draft, value) => {
      draft.tags = value;
    },
  },
  wholeNumber("request_bytes", "optional"),
  wholeNumber("response_bytes", "optional"),
  { name: "content_hash", type: "BIGINT", required: true, take: contentHash },
  // Added by later migrations: a table's columns keep the order in which they came.
  text("provider_request_id", "optional"),
  text("trace_id", "optional"),
  text("span_id", "optional"),
  text("account_id", "optional"),
  text("region", "optional"),
  text("scope", "optional"),
  text("principal", "optional"),
  json("other_usage", "optional"),
  otherTokens("other_cache_read_tokens", ["cache_read", "cache_read_audio"]),
  otherTokens("other_reasoning_tokens", ["reasoning"]),
  ...laterUnits.map(usageColumn),
  json("translation", "optional"),
  // The ledger's own mark, set when a more trusted source saw the same call: no part of the row.
  { name: "superseded", type: "BOOLEAN", required: false, take: () => false },
  json("cache", "optional"),
  {
    name: "cache_status",
    type: "VARCHAR",
    required: false,
    take: ({ cache }) => cache?.status ?? null,
  },
  avoidedTokens("avoided_input_tokens", allInputTokens),
  avoidedTokens("avoided_output_tokens", allOutputTokens),
  ...promptPartNames.map(promptBytes),
  ...promptPartNames.map(promptTokens),
  {
    name: "changes",
    type: "VARCHAR",
    required: false,
    take: changesText,
    give: (draft, value) => {
      draft.changes = JSON.parse(value);
    },
  },
  json("request_facts", "optional"),
  json("route", "optional"),
  routeColumn("reason"),
  routeColumn("task"),
  routeColumn("fingerprint"),
  json("experiments", "optional"),
];

/** The names of what a re-rating works out again. */
export const revisedColumnNames = [
  "confidence",
  "list_cost",
  "contracted_cost",
  "effective_cost",
  "billed_cost",
  "charge_lines",
  "charge_reason",
  "baseline_cost",
] as const;
