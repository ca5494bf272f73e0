import {
  attemptOutcomes,
  attributionFields,
  cacheRefusalNames,
  cacheStatuses,
  cacheTiers,
  confidences,
  experimentArms,
  finishReasons,
  heldOutLevers,
  type LedgerRow,
  ledgerRowSchema,
  leverNames,
  operations,
  promptPartNames,
  routeReasonNames,
  rowId,
  usageComponents,
  usageOrigins,
  wireFormats,
} from "@headgate/contract";
import { formatDollars, picodollars } from "@headgate/money";
import fc from "fast-check";

/** A moment in the middle of the time that the suites ask about: a Wednesday. */
export const NOON_MS = Date.UTC(2026, 6, 15, 12);
export const HOUR_MS = 3_600_000;

/** Picodollars in their wire form. */
export const dollarsOf = (amount: bigint): string => formatDollars(picodollars(amount));

/** An attempt with everything a row needs; what a test is about, it says in `change`. */
export function attempt(change: Partial<LedgerRow> & { cost?: bigint | null } = {}): LedgerRow {
  const { cost = 1_000_000n, ...fields } = change;
  const callId = fields.call_id ?? "call-1";
  const number = fields.attempt ?? 0;
  const dollars = cost === null ? null : dollarsOf(cost);
  return {
    row_id: rowId(callId, number),
    call_id: callId,
    attempt: number,
    final: true,
    started_at_ms: NOON_MS,
    duration_ms: 100,
    source: "gateway",
    simulated: false,
    wire_format: "openai.chat_completions",
    operation: "chat",
    provider: "openai",
    request_model: "gpt-5",
    stream: false,
    outcome: "completed",
    status: 200,
    usage_origin: "provider",
    usage: { input: 10, output: 5 },
    charge: {
      confidence: cost === null ? "unknown" : "exact",
      list_cost: dollars,
      contracted_cost: dollars,
      effective_cost: dollars,
      billed_cost: dollars,
      lines: [],
      ...(cost === null ? { reason: "no price" } : {}),
    },
    baseline_cost: dollars,
    savings: [],
    attribution: {},
    tags: {},
    request_bytes: 200,
    response_bytes: 300,
    ...fields,
  };
}

const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
const label = word.map((text) => text.trim()).filter((text) => text.length > 0);
const dollars = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(dollarsOf);
const factsDigest = fc.stringMatching(/^[A-Za-z0-9_-]{22}$/);
const quantity = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const milliseconds = fc.double({ min: 0, max: 1e9, noNaN: true }).map((ms) => ms + 0);
const json = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)));

const partial = <Key extends string, Value>(keys: readonly Key[], value: fc.Arbitrary<Value>) =>
  fc.record(Object.fromEntries(keys.map((key) => [key, value])) as Record<Key, typeof value>, {
    requiredKeys: [],
  });

const chargeLine = fc.record(
  {
    model: word,
    component: fc.constantFrom(...usageComponents),
    quantity,
    unit_price: dollars,
    list_cost: dollars,
    price_record: word,
  },
  { requiredKeys: ["component", "quantity", "unit_price", "list_cost", "price_record"] },
);
const modelUsage = fc.record({
  model: word,
  usage: partial(usageComponents, fc.nat(1_000_000_000)),
});

/** Any row that the contract allows. */
export const anyRow: fc.Arbitrary<LedgerRow> = fc.record(
  {
    row_id: word,
    call_id: word,
    attempt: quantity,
    final: fc.boolean(),
    client_call_id: word,
    started_at_ms: fc.nat({ max: 8_640_000_000_000_000 }),
    duration_ms: milliseconds,
    time_to_first_token_ms: milliseconds,
    source: fc.constant("gateway" as const),
    simulated: fc.boolean(),
    wire_format: fc.constantFrom(...wireFormats),
    operation: fc.constantFrom(...operations),
    provider: fc.string({ unit: "grapheme" }),
    request_model: fc.string({ unit: "grapheme" }),
    sent_model: word,
    response_model: word,
    response_id: word,
    service_tier: word,
    stream: fc.boolean(),
    outcome: fc.constantFrom(...attemptOutcomes),
    status: fc.integer(),
    error_code: word,
    usage_origin: fc.constantFrom(...usageOrigins),
    usage: partial(usageComponents, quantity),
    other_usage: fc.array(modelUsage, { minLength: 1, maxLength: 3 }),
    raw_usage: json,
    usage_violations: fc.array(word, { maxLength: 3 }),
    charge: fc.record(
      {
        confidence: fc.constantFrom(...confidences),
        list_cost: fc.option(dollars),
        contracted_cost: fc.option(dollars),
        effective_cost: fc.option(dollars),
        billed_cost: fc.option(dollars),
        lines: fc.array(chargeLine, { maxLength: 4 }),
        reason: word,
      },
      {
        requiredKeys: [
          "confidence",
          "list_cost",
          "contracted_cost",
          "effective_cost",
          "billed_cost",
          "lines",
        ],
      },
    ),
    baseline_cost: fc.option(dollars),
    savings: fc.array(fc.record({ lever: word, amount: fc.option(dollars) }), { maxLength: 3 }),
    cache: fc.record(
      {
        status: fc.constantFrom(...cacheStatuses),
        reason: fc.constantFrom(...cacheRefusalNames),
        tier: fc.constantFrom(...cacheTiers),
        call_id: word,
        age_ms: quantity,
        usage: partial(usageComponents, fc.nat(1_000_000_000)),
        other_usage: fc.array(modelUsage, { minLength: 1, maxLength: 3 }),
      },
      { requiredKeys: ["status"] },
    ),
    route: fc.record(
      {
        reference: word,
        chosen: word,
        reason: fc.constantFrom(...routeReasonNames),
        task: word,
        fingerprint: word,
        expected: fc.integer({ min: 0, max: 10_000 }).map((parts) => parts / 10_000),
        accepted: fc.boolean(),
      },
      { requiredKeys: ["reference", "chosen", "reason"] },
    ),
    changes: fc.array(
      fc.record(
        {
          lever: fc.constantFrom(...leverNames),
          did: fc.constantFrom("whitespace", "old_tool_results"),
          count: fc.nat(),
          input_tokens: fc.integer(),
        },
        { requiredKeys: ["lever", "did"] },
      ),
      { minLength: 1, maxLength: 3 },
    ),
    prompt_parts: partial(promptPartNames, quantity).filter(
      (parts) => Object.keys(parts).length > 0,
    ),
    request_facts: fc.record(
      {
        digest: factsDigest,
        normal_digest: factsDigest,
        deterministic: fc.boolean(),
        not_cached: fc.constantFrom(...cacheRefusalNames),
        prefix: fc.record(
          {
            places: fc.array(fc.tuple(factsDigest, quantity), { minLength: 1, maxLength: 8 }),
            head: quantity,
            marked: fc.boolean(),
          },
          { requiredKeys: ["places", "head"] },
        ),
        max_output_tokens: quantity,
        finish_reason: fc.constantFrom(...finishReasons),
        turns: quantity,
      },
      { requiredKeys: [] },
    ),
    experiments: fc.array(
      fc.record(
        {
          experiment: word,
          lever: fc.constantFrom(...heldOutLevers),
          arm: fc.constantFrom(...experimentArms),
          share: fc.constantFrom(0.05, 0.1, 0.5),
          for_call: word,
        },
        { requiredKeys: ["experiment", "arm", "share"] },
      ),
      { minLength: 1, maxLength: 3 },
    ),
    key_id: word,
    attribution: partial(attributionFields, label),
    tags: fc.dictionary(
      fc.stringMatching(/^[A-Za-z0-9_.-]{1,12}$/).filter((name) => name !== "__proto__"),
      fc.string({ unit: "grapheme", maxLength: 20 }),
      { maxKeys: 5 },
    ),
    request_bytes: quantity,
    response_bytes: quantity,
    translation: fc.record(
      {
        from: fc.constantFrom(...wireFormats),
        to: fc.constantFrom(...wireFormats),
        notes: fc.array(
          fc.record({
            in: fc.constantFrom("request" as const, "answer" as const),
            kind: fc.constantFrom("lost" as const, "approximated" as const),
            field: word,
            what: word,
          }),
          { maxLength: 3 },
        ),
        notes_beyond: fc.integer({ min: 1 }),
      },
      { requiredKeys: ["from", "to", "notes"] },
    ),
  },
  {
    requiredKeys: [
      "row_id",
      "call_id",
      "attempt",
      "final",
      "started_at_ms",
      "duration_ms",
      "source",
      "simulated",
      "wire_format",
      "operation",
      "provider",
      "stream",
      "outcome",
      "usage_origin",
      "usage",
      "charge",
      "baseline_cost",
      "savings",
      "attribution",
      "tags",
      "request_bytes",
      "response_bytes",
    ],
  },
);

/** Such numbers as gateways write: whole below 10⁸, others of three places. */
const ordinary = (_name: string, value: unknown): unknown => {
  if (typeof value !== "number") return value;
  // Without the sign that JSON does not write of a zero.
  return (Number.isInteger(value) ? value % 1e8 : Math.round(value * 1000) / 1000) + 0;
};

/** Rows as a gateway writes them: most of them are plain. Those with escapes or blanks at the ends of labels are not. */
export const plainRow: fc.Arbitrary<LedgerRow> = anyRow
  .map((row): unknown => {
    const { other_usage: _row, raw_usage, cache, ...others } = row;
    const { other_usage: _cache, ...used } = cache ?? {};
    const isObject = typeof raw_usage === "object" && !Array.isArray(raw_usage);
    return JSON.parse(
      JSON.stringify({
        ...others,
        ...(isObject && raw_usage !== null && { raw_usage }),
        ...(cache !== undefined && { cache: used }),
      }),
      ordinary,
    );
  })
  .map((row) => ledgerRowSchema.safeParse(row))
  .filter(({ success }) => success)
  .map(({ data }) => data as LedgerRow);

const team = fc.constantFrom("red", "blue", "green", undefined);

/** Attempts of one call: some that failed, then perhaps a final one. */
const anyCall = (callId: string): fc.Arbitrary<LedgerRow[]> =>
  fc
    .record({
      failures: fc.nat({ max: 2 }),
      finished: fc.boolean(),
      startedAtMs: fc.integer({ min: NOON_MS - 40 * HOUR_MS, max: NOON_MS + 40 * HOUR_MS }),
      team,
      details: fc.array(
        fc.record({
          cost: fc.option(fc.bigInt({ min: 0n, max: 10n ** 15n })),
          input: fc.option(fc.nat({ max: 1_000_000 }), { nil: undefined }),
          output: fc.option(fc.nat({ max: 1_000_000 }), { nil: undefined }),
          provider: fc.constantFrom("openai", "anthropic"),
          durationMs: fc.nat({ max: 10_000 }),
          parts: fc.option(
            fc.record({ system: fc.nat({ max: 9 }), history: fc.nat({ max: 90_000 }) }),
            { nil: undefined },
          ),
        }),
        { minLength: 3, maxLength: 3 },
      ),
    })
    .map(({ failures, finished, startedAtMs, team: callTeam, details }) => {
      const attempts = Math.max(1, failures + (finished ? 1 : 0));
      return details.slice(0, attempts).map((detail, number) => {
        const { cost, input, output, provider, durationMs, parts } = detail;
        const final = finished && number === attempts - 1;
        return attempt({
          call_id: callId,
          attempt: number,
          final,
          started_at_ms: startedAtMs + number * 1_000,
          duration_ms: durationMs,
          cost,
          provider,
          outcome: final ? "completed" : "provider_error",
          usage: {
            ...(input === undefined ? {} : { input }),
            ...(output === undefined ? {} : { output }),
          },
          attribution: callTeam === undefined ? {} : { team: callTeam },
          ...(parts !== undefined && { prompt_parts: parts }),
        });
      });
    });

/** Up to forty calls, each with attempts as the gateway makes them, within eighty hours. */
export const anyCalls: fc.Arbitrary<LedgerRow[][]> = fc
  .nat({ max: 40 })
  .chain((count) =>
    fc.tuple(...Array.from({ length: count }, (_, index) => anyCall(`call-${index}`))),
  );
