import { type AttemptOutcome, type LedgerRow, rowId, type Tags } from "@headgate/contract";
import { splitSavings } from "@headgate/levers";
import { formatDollars, type Picodollars, ZERO } from "@headgate/money";
import {
  applyOverlays,
  type Charge,
  chargeToWire,
  notBilled,
  rateUsage,
  unpriced,
  usageUnknown,
} from "@headgate/pricing";
import type { MeterReading } from "@headgate/providers";
import { wireSavings } from "../call/savings-of.ts";
import type { Sending } from "../call/sending.ts";
import type { EmbeddingEndpoint, EmbeddingQuestion } from "./ask-endpoint.ts";

type Facts = Readonly<{
  startedAtMs: number;
  durationMs: number;
  status: number | undefined;
  /** What the answer says of its usage; undefined where there was none to read. */
  reading: MeterReading | undefined;
  responseBytes: number;
}>;

/** What became of a request for vectors. */
export type EmbeddingAttempt = Facts &
  Readonly<
    | { kind: "answered"; vectors: readonly Float32Array[] }
    | { kind: "failed"; outcome: AttemptOutcome; neverSent: boolean; error: unknown }
  >;

type Asked = EmbeddingQuestion & Readonly<{ tags: Tags; callId: string; sending: Sending }>;

/** The lever that asks for vectors. */
export const OWN_LEVER = "semantic-cache";

/**
 * The row of a call that Headgate made for itself. Without the lever it would not have been made, so its baseline is
 * nothing, and what it cost is the lever's own cost: a negative saving.
 */
export function embeddingRow(
  endpoint: EmbeddingEndpoint,
  asked: Asked,
  attempt: EmbeddingAttempt,
): Readonly<{ row: LedgerRow; effectiveCost: Picodollars | undefined }> {
  const { key, attribution, experiments, tags, callId, sending } = asked;
  const { reading, status } = attempt;
  const { provider } = endpoint;
  const charge = chargeOf(endpoint, sending, attempt);
  const { effectiveCost } = charge;
  const row: LedgerRow = {
    row_id: rowId(callId, 0),
    call_id: callId,
    attempt: 0,
    final: true,
    started_at_ms: attempt.startedAtMs,
    duration_ms: attempt.durationMs,
    source: "gateway",
    simulated: provider.config.simulated,
    wire_format: sending.wire.format,
    operation: sending.wire.operation,
    provider: provider.name,
    stream: false,
    outcome: attempt.kind === "answered" ? "completed" : attempt.outcome,
    usage_origin: reading?.usageOrigin ?? "none",
    usage: reading?.usage ?? {},
    charge: chargeToWire(charge),
    baseline_cost: formatDollars(ZERO),
    savings: wireSavings(splitSavings(ZERO, [{ lever: OWN_LEVER, costAfter: effectiveCost }])),
    key_id: key.id,
    attribution,
    tags,
    request_bytes: sending.body.length,
    response_bytes: attempt.responseBytes,
    ...(sending.request.model !== undefined && { request_model: sending.request.model }),
    ...(status !== undefined && { status }),
    ...(experiments !== undefined && { experiments }),
    ...(reading?.responseModel !== undefined && { response_model: reading.responseModel }),
    ...(reading?.rawUsage !== undefined && { raw_usage: reading.rawUsage }),
    ...(reading !== undefined &&
      reading.violations.length > 0 && { usage_violations: [...reading.violations] }),
  };
  return { row, effectiveCost };
}

function chargeOf(
  { provider, room }: EmbeddingEndpoint,
  { request, wire }: Sending,
  attempt: EmbeddingAttempt,
): Charge {
  const { reading, status, startedAtMs } = attempt;
  if (attempt.kind === "failed" && attempt.neverSent) {
    return notBilled("The request never reached the provider.");
  }
  if (status !== undefined && status >= 400) {
    return notBilled(`The provider answered with HTTP ${status}, which it does not bill.`);
  }
  if (reading === undefined) {
    return unpriced(usageUnknown.noAnswer);
  }
  const { priceBook, overlays } = room();
  const models = [reading.responseModel, request.model].filter((model) => model !== undefined);
  const charge = rateUsage(priceBook, {
    provider: provider.priceProvider,
    region: provider.priceContext.region,
    ownNames: provider.priceContext.ownNames,
    models: [...new Set(models)],
    usage: reading.usage,
    usageOrigin: reading.usageOrigin,
    usageViolations: reading.violations,
    otherUsage: reading.otherUsage,
    operation: wire.operation,
    atMs: startedAtMs,
  });
  return applyOverlays(priceBook, {
    charge,
    overlays,
    providerName: provider.name,
    atMs: startedAtMs,
  });
}
