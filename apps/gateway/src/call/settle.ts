import type { RecordedAttempt } from "@headgate/budgets";
import {
  type AnswerCut,
  type LedgerRow,
  type LeverName,
  type RealTimeReason,
  type RouteUse,
  rowId,
  type Tags,
  tagsSchema,
  type Usage,
} from "@headgate/contract";
import type { Spool } from "@headgate/ledger";
import { atReference, type Moved, type RequestEdit, splitSavings } from "@headgate/levers";
import { formatDollars, type Picodollars, parseDollars, ZERO } from "@headgate/money";
import {
  answeredRegion,
  applyOverlays,
  type Charge,
  chargeToWire,
  notBilled,
  type Overlays,
  type PriceBook,
  type RatingInput,
  rateUsage,
  unpriced,
  usageUnknown,
} from "@headgate/pricing";
import { type Meter, type MeterReading, promptPartsOf } from "@headgate/providers";
import type { Counters } from "../counters.ts";
import type { AttemptFacts } from "./attempt.ts";
import type { Call } from "./call.ts";
import { type FactsRoom, factsOfRequest } from "./facts-of-request.ts";
import { isRefusal } from "./is-refusal.ts";
import { estimated, isToBeEstimated, type Metered, reported } from "./metered.ts";
import type { Mutable } from "./mutable.ts";
import { cutOf, withCut } from "./output/settled-output.ts";
import { savingsOf, wireSavings } from "./savings-of.ts";
import { translationOf } from "./translation-of.ts";

export type Settlement = Readonly<{
  spool: Spool;
  priceBook: PriceBook;
  /** What the operator's contracts make of list prices. */
  overlays: Overlays;
  counters: Pick<Counters, "answersCut">;
}> &
  FactsRoom;

/**
 * usage → charge → spool. Resolves when the row is recorded, which is before the client sees the end
 * of its answer. `final` is true for the attempt whose answer the client gets.
 */
export function settle(
  settlement: Settlement,
  call: Call,
  facts: AttemptFacts,
  final: boolean,
): Promise<void> {
  const { reading, meter } = facts;
  if (isToBeEstimated(facts, meter)) {
    return settleByEstimate(settlement, call, { ...facts, meter }, final);
  }
  return append(settlement, call, facts, final, reported(reading));
}

async function settleByEstimate(
  settlement: Settlement,
  call: Call,
  facts: AttemptFacts & { meter: Meter },
  final: boolean,
): Promise<void> {
  await append(settlement, call, facts, final, await estimated(facts));
}

/** What of an attempt's row says how much it came to, before there is a row. */
export type CameTo = RecordedAttempt & Pick<LedgerRow, "row_id" | "simulated">;

/** What an attempt whose answer was read came to, as its row will say. */
export async function cameTo(
  settlement: Settlement,
  call: Call,
  facts: AttemptFacts,
): Promise<CameTo> {
  const { reading, meter } = facts;
  const metered = isToBeEstimated(facts, meter)
    ? await estimated({ ...facts, meter })
    : reported(reading);
  const charge = chargeOf(settlement, call, facts, metered);
  return {
    row_id: rowId(call.id, facts.index),
    attempt: facts.index,
    simulated: facts.target.provider.config.simulated,
    charge: chargeToWire(charge),
    ...{ usage: metered.usage, usage_origin: metered.origin, tags: call.tags },
    ...(reading?.otherUsage !== undefined && { other_usage: reading.otherUsage }),
    ...(call.effects.cache !== undefined && { cache: call.effects.cache }),
  };
}

function append(
  settlement: Settlement,
  call: Call,
  facts: AttemptFacts,
  final: boolean,
  metered: Metered,
): Promise<void> {
  const charge = chargeOf(settlement, call, facts, metered);
  const { effectiveCost } = charge;
  call.effects.addCost(effectiveCost);
  const row = ledgerRow(call, facts, metered, charge, final);
  if (facts.reading !== undefined) {
    const told = factsOfRequest(settlement, call, facts, row.prompt_parts?.documents);
    if (told !== undefined) row.request_facts = told;
  }
  const edits = withCut(editsOf(facts), cutIn(settlement, call, facts, metered, final));
  // Nobody would have asked for an answer that is set aside, had no model been chosen.
  const isSetAside = facts.accepted === false && !final;
  const moved = isSetAside ? undefined : movedFrom(settlement, call, facts, metered);
  if (edits.length > 0 || moved !== undefined)
    addSavings(settlement, call, row, { facts, metered, edits, effectiveCost, moved });
  else if (!facts.neverSent) addChanges(row, facts.sending.edits);
  if (call.realTime !== undefined) addDecision(row, call.realTime);
  if (call.madeBy !== undefined) addOwnCost(call, row, call.madeBy);
  else if (isSetAside) addOwnCost(call, row, "route");
  if (facts.sending.watcher !== undefined)
    tellWatcher(settlement, call, facts, metered, effectiveCost);
  const written = settlement.spool.append(row);
  const { budgets } = call;
  return budgets === undefined ? written : written.then(() => budgets.recorded(row));
}

/** Tells what waits for it what the provider said of its usage, or that it refused the request. */
function tellWatcher(
  settlement: Settlement,
  call: Call,
  facts: AttemptFacts,
  metered: Metered,
  effectiveCost: Picodollars | undefined,
): void {
  const { watcher } = facts.sending;
  if (isRefusal(facts.status)) watcher?.refused();
  if (facts.outcome !== "completed" || metered.origin !== "provider") return;
  const { usage } = metered;
  const price = (other: Usage): Picodollars | undefined =>
    other === usage ? effectiveCost : costOf(settlement, call, facts, { ...metered, usage: other });
  watcher?.settled({ usage, price, atMs: facts.startedAtMs });
}

/** Why the answer is not whole, by a rule of its policy; counted, and remembered for its client where that one gets it. */
function cutIn(
  { counters }: Settlement,
  { effects: { output } }: Call,
  facts: AttemptFacts,
  { usage }: Metered,
  final: boolean,
): AnswerCut | undefined {
  const cut = cutOf(output, facts, usage);
  if (cut === undefined || output === undefined) return undefined;
  if (final) output.cut = cut;
  counters.answersCut[cut] += 1;
  return cut;
}

/** Nobody asked for a lever's own call: without that lever there would have been none, nor what others saved on it. */
function addOwnCost(call: Call, row: Mutable<LedgerRow>, lever: LeverName): void {
  const { baseline_cost } = row;
  const costAfter = baseline_cost === null ? undefined : parseDollars(baseline_cost);
  const own = splitSavings(ZERO, [{ lever, costAfter }]);
  row.baseline_cost = formatDollars(ZERO);
  row.savings = [...wireSavings(own), ...row.savings];
  call.effects.addSavings(own);
}

/** What levers made of this attempt's request; nothing where nothing was sent or billed. */
const editsOf = ({ neverSent, sending, reading }: AttemptFacts): readonly RequestEdit[] =>
  neverSent || reading === undefined ? [] : sending.edits;

type Edited = Readonly<{
  facts: AttemptFacts;
  metered: Metered;
  edits: readonly RequestEdit[];
  effectiveCost: Picodollars | undefined;
  moved: Moved | undefined;
}>;

/**
 * Where the call would have gone, had no other model been chosen for it; nothing where nothing was billed, and where a
 * fallback answered: the call had gone there anyway.
 */
function movedFrom(
  settlement: Settlement,
  call: Call,
  facts: AttemptFacts,
  metered: Metered,
): Moved | undefined {
  const { route } = call.effects;
  if (route === undefined || route.chosen === route.reference) return undefined;
  if (facts.target !== route.chosen) return undefined;
  const { neverSent, status, reading } = facts;
  if (neverSent || reading === undefined || (status !== undefined && status >= 400))
    return undefined;
  const { reference: target } = route;
  // What the answer says of its model and its tier is not said of the other.
  const { responseModel, serviceTier: _tier, otherUsage, ...unnamed } = reading;
  const there = { ...facts, target, reading: unnamed };
  const [model] = modelsOf(call, there, unnamed);
  return {
    lever: "route",
    price: (usage) =>
      atReference({ usage, otherUsage, responseModel }, model, (used) => {
        const others = used.otherUsage === undefined ? {} : { otherUsage: used.otherUsage };
        const moved = { ...there, reading: { ...unnamed, ...others } };
        return chargeOf(settlement, call, moved, { ...metered, usage: used.usage });
      }).effectiveCost,
  };
}

/** Fills in what the attempt would have cost without the levers that changed its request, and what each saved. */
function addSavings(
  settlement: Settlement,
  call: Call,
  row: Mutable<LedgerRow>,
  { facts, metered, edits, effectiveCost, moved }: Edited,
): void {
  const { usage } = metered;
  const found = savingsOf(
    edits,
    { usage, cost: effectiveCost },
    (before) => costOf(settlement, call, facts, { ...metered, usage: before }),
    moved,
  );
  row.baseline_cost = found.baseline_cost;
  row.savings = found.savings;
  addChanges(row, edits);
  for (const { tags } of edits) if (tags !== undefined) row.tags = labelled(row.tags, tags);
  call.effects.addSavings(found.amounts);
}

/** An attempt that got no answer was changed too, though nothing was saved on it. */
function addChanges(row: Mutable<LedgerRow>, edits: readonly RequestEdit[]): void {
  const changes = edits.flatMap((edit) => edit.changes);
  if (changes.length > 0) row.changes = changes;
}

/** The lever let it be: that is told, and moved no dollar. */
function addDecision(row: Mutable<LedgerRow>, did: RealTimeReason): void {
  row.changes = [{ lever: "batch", did }, ...(row.changes ?? [])];
}

/** A call that has all the tags that a row may have gets none of ours. */
function labelled(own: LedgerRow["tags"], ours: Tags): LedgerRow["tags"] {
  const all = { ...own, ...ours };
  return tagsSchema.safeParse(all).success ? all : own;
}

const costOf = (...input: Parameters<typeof chargeOf>): Picodollars | undefined =>
  chargeOf(...input).effectiveCost;

/** Metered usage at list prices, and what the operator's contracts make of them. */
function chargeOf(
  { priceBook, overlays }: Settlement,
  call: Call,
  facts: AttemptFacts,
  metered: Metered,
): Charge {
  return applyOverlays(priceBook, {
    charge: chargeAtList(priceBook, call, facts, metered),
    overlays,
    providerName: facts.target.provider.name,
    atMs: facts.startedAtMs,
  });
}

function chargeAtList(
  priceBook: PriceBook,
  call: Call,
  facts: AttemptFacts,
  { usage, origin, estimateReason }: Metered,
): Charge {
  const { reading } = facts;
  if (facts.neverSent) return notBilled("The request never reached the provider.");
  if (facts.status !== undefined && facts.status >= 400) {
    return notBilled(`The provider answered with HTTP ${facts.status}, which it does not bill.`);
  }
  if (reading === undefined) {
    return unpriced(usageUnknown.noAnswer);
  }
  const { priceProvider, priceContext } = facts.target.provider;
  const used: Mutable<RatingInput> = {
    provider: priceProvider,
    region: answeredRegion(priceProvider, reading) ?? priceContext.region,
    ownNames: priceContext.ownNames,
    models: modelsOf(call, facts, reading),
    usage,
    usageOrigin: origin,
    usageViolations: reading.violations,
    otherUsage: reading.otherUsage,
    operation: call.wire.operation,
    atMs: facts.startedAtMs,
  };
  if (reading.serviceTier !== undefined) used.serviceTier = reading.serviceTier;
  const charge = rateUsage(priceBook, used);
  if (estimateReason === undefined) return charge;
  return {
    ...charge,
    reason: charge.reason === undefined ? estimateReason : `${estimateReason} ${charge.reason}`,
  };
}

/** What a row says of the choice of its call's model, and of what became of this attempt's answer. */
function routeOfRow({ effects }: Call, use: RouteUse, { accepted }: AttemptFacts): RouteUse {
  if (accepted !== undefined) return { ...use, accepted };
  return effects.cascade?.gaveSetAside === true ? { ...use, reason: "gave_set_aside" } : use;
}

function modelsOf(call: Call, facts: AttemptFacts, reading: MeterReading): readonly string[] {
  const models: string[] = [];
  // A name of the operator's own says nothing of a price: where it was mapped, what was sent counts.
  const sent = facts.target.model ?? call.request.model;
  if (reading.responseModel !== undefined) models.push(reading.responseModel);
  if (sent !== undefined && sent !== reading.responseModel) models.push(sent);
  return models;
}

function ledgerRow(
  call: Call,
  facts: AttemptFacts,
  { usage, origin }: Metered,
  charge: Charge,
  final: boolean,
): Mutable<LedgerRow> {
  const { reading } = facts;
  const wireCharge = chargeToWire(charge);
  const { provider, model } = facts.target;
  const row: Mutable<LedgerRow> = {
    row_id: rowId(call.id, facts.index),
    call_id: call.id,
    attempt: facts.index,
    final,
    started_at_ms: facts.startedAtMs,
    duration_ms: facts.durationMs,
    source: "gateway",
    simulated: provider.config.simulated,
    wire_format: call.wire.format,
    operation: call.wire.operation,
    provider: provider.name,
    stream: facts.stream,
    outcome: facts.outcome,
    usage_origin: origin,
    usage,
    charge: wireCharge,
    // Unless a lever changed what was sent, what the call cost is what it would have cost.
    baseline_cost: wireCharge.effective_cost,
    savings: [],
    key_id: call.key.id,
    attribution: call.attribution,
    tags: call.tags,
    request_bytes: call.requestBytes,
    response_bytes: facts.responseBytes,
  };
  // What is not known is left out, member by member: this is the hot path, and spreads are dear.
  if (facts.timeToFirstTokenMs !== undefined) row.time_to_first_token_ms = facts.timeToFirstTokenMs;
  if (call.effects.cache !== undefined) row.cache = call.effects.cache;
  if (call.effects.route !== undefined) row.route = routeOfRow(call, call.effects.route.use, facts);
  if (call.effects.experiments !== undefined) row.experiments = call.effects.experiments;
  if (call.clientCallId !== undefined) row.client_call_id = call.clientCallId;
  if (call.trace !== undefined) {
    row.trace_id = call.trace.traceId;
    row.span_id = call.trace.spanId;
  }
  if (call.request.model !== undefined) row.request_model = call.request.model;
  if (model !== undefined && model !== call.request.model) row.sent_model = model;
  if (facts.status !== undefined) row.status = facts.status;
  if (facts.errorCode !== undefined) row.error_code = facts.errorCode;
  const { translation } = facts.sending;
  if (translation !== undefined) row.translation = translationOf(translation, facts.answerNotes);
  if (reading === undefined) return row;
  const { wire, request } = facts.sending;
  const { json } = request;
  const view = json === undefined ? undefined : call.effects.viewOf(wire.format, json);
  const parts =
    json === undefined || view === undefined ? undefined : promptPartsOf(wire.format, json, view);
  if (parts !== undefined) row.prompt_parts = parts;
  if (reading.responseModel !== undefined) row.response_model = reading.responseModel;
  if (reading.responseId !== undefined) row.response_id = reading.responseId;
  if (reading.serviceTier !== undefined) row.service_tier = reading.serviceTier;
  const region = answeredRegion(provider.priceProvider, reading);
  if (region !== undefined) row.region = region;
  if (reading.rawUsage !== undefined) row.raw_usage = reading.rawUsage;
  if (reading.otherUsage !== undefined) row.other_usage = reading.otherUsage;
  if (reading.violations.length > 0) row.usage_violations = [...reading.violations];
  return row;
}
