import type {
  NoPlan,
  SelfHostPlan,
  SelfHostPlanReport,
  SelfHostPlanRequest,
} from "@headgate/contract";
import type { PriceBook } from "@headgate/pricing";
import type { DemandTrace } from "../demand/demand-trace.ts";
import type { InfrastructureBook } from "../infrastructure/infrastructure-book.ts";
import { HOURS_PER_MONTH } from "../statistics/month.ts";
import { type ApiOffer, offerNamed, offersOf } from "./api-offers.ts";
import { assumptionsOf, sourcesOf } from "./assumptions.ts";
import { anchorOf, buildSituation, limitOf } from "./build-situation.ts";
import { calibrate } from "./calibrate.ts";
import { chooseDeployment } from "./choose-deployment.ts";
import { countParameters } from "./count-parameters.ts";
import { errorFactorAt, type MeasuredError, measuredErrorOf } from "./measured-errors.ts";
import type { MonthCost } from "./month-cost.ts";
import { type OpenModel, openModelNamed } from "./open-models.ts";
import { reason } from "./reason.ts";
import { type RentedMachine, rentedMachine } from "./rented-machine.ts";
import { type Cases, sampleCases, spreadOfWeeks, TENTH } from "./sample-cases.ts";
import type { Served } from "./serve.ts";
import { servingPresets } from "./serving-constants.ts";
import { compareMonths, mostVolume, replicaOf, type Situation } from "./situation.ts";
import { statedTraffic } from "./stated-traffic.ts";
import { callsPerMonth, type Traffic, trafficOf } from "./traffic.ts";
import { turningPoints } from "./turning-points.ts";
import { checkRequest, traceFaults } from "./why-no-plan.ts";
import {
  wireBreakEven,
  wireDollars,
  wireEstimate,
  wireFigure,
  wireOffer,
  wireRegret,
} from "./wire-plan.ts";

/** Where weeks do not tell how demand varies: a quarter up or down in a usual case. */
const ASSUMED_SPREAD = 0.25;
/** Neither way is called cheaper unless it is so in this part of the cases. */
const SURE = 0.9;

/** What is known beside the request. `trace` is the ledger's answer where the demand is a history. */
export type SelfHostFacts = Readonly<{
  trace: DemandTrace | undefined;
  /** What a reader of the answer must know of that history: what was left out of it, what is simulated. */
  notes?: readonly string[];
  prices: PriceBook;
  infrastructure: InfrastructureBook;
  nowMs: number;
}>;

/** All that an answer is made of. */
type Found = Readonly<{
  model: OpenModel;
  machine: RentedMachine;
  traffic: Traffic;
  situation: Situation;
  error: MeasuredError;
  isCalibrated: boolean;
  offers: readonly ApiOffer[];
  cheapest: number;
  current: ApiOffer | undefined;
}>;

/**
 * Self-hosting an open model against the cheapest API that sells the same weights, for the user's own traffic: a mean month
 * both ways, the range that throughput and demand leave, from which volume the answer turns, and what else would turn it.
 *
 * Where a plan cannot be made every reason is told; nothing is assumed in place of what is missing.
 */
export function planSelfHost(
  request: SelfHostPlanRequest,
  facts: SelfHostFacts,
): SelfHostPlanReport {
  const found = findOut(request, facts);
  if ("reasons" in found) return { kind: "no_plan", reasons: [...found.reasons] };
  const { situation, error } = found;
  const middle = { ...situation, scale: situation.scale * errorFactorAt(error, 0.5) };
  const { api, selfHost } = compareMonths(middle);
  const replica = replicaOf(middle);
  if (replica === undefined) return noPlan(limitsNotMet());
  if (selfHost === undefined) return noPlan(fleetTooSmall(request));
  const spread = spreadOfWeeks(found.traffic.neededPerHour);
  const cases = sampleCases(situation, {
    error,
    demandSpread: spread ?? ASSUMED_SPREAD,
    demand: "spread",
  });
  const { regret } = cases;
  if (regret === undefined)
    return noPlan(
      request.fleet.replicas_at_most === undefined ? limitsNotMet() : fleetTooSmall(request),
    );
  return answer(request, facts, found, {
    ...{ middle, api, selfHost, replica },
    ...{ spread, cases, regret },
  });
}

/** What the request and the facts come to, or every reason why they come to nothing. */
function findOut(
  request: SelfHostPlanRequest,
  facts: SelfHostFacts,
): Found | Readonly<{ reasons: NoPlan["reasons"] }> {
  const { demand } = request;
  const model = openModelNamed(request.model);
  const machine = rentedMachine(request, facts.infrastructure, dayOf(facts.nowMs));
  const faults = [
    ...checkRequest(request, model),
    ...("reasons" in machine ? machine.reasons : []),
  ];
  const isStatedWrong = faults.some(({ place }) => place.startsWith("demand"));
  const trace =
    demand.kind === "history"
      ? facts.trace
      : isStatedWrong
        ? undefined
        : statedTraffic({
            callsPerDay: demand.calls_per_day,
            promptTokens: demand.prompt_tokens,
            cachedTokens: demand.cached_tokens,
            answerTokens: demand.answer_tokens,
            shape: demand.shape,
          });
  const reasons = [...faults, ...(trace === undefined ? [] : traceFaults(trace))];
  const traffic = trace === undefined ? undefined : trafficOf(trace);
  if (traffic === undefined && reasons.length === 0) reasons.push(noTokens());
  if (model === undefined || "reasons" in machine || traffic === undefined) return { reasons };
  if (reasons.length > 0) return { reasons };

  const constants = servingPresets[request.preset];
  const secondsPerToken = limitOf(request, traffic);
  const chosen = chooseDeployment({
    model,
    accelerator: machine.accelerator,
    precision: request.precision,
    spread: request.spread,
    inMachine: machine.count,
    call: traffic.call,
    secondsPerToken,
    constants,
  });
  if (chosen.kind === "none") return chosen;
  const { deployment } = chosen;
  const calibration =
    request.measured === undefined
      ? undefined
      : calibrate(deployment, anchorOf(request.measured), constants);
  if (calibration?.kind === "impossible") return { reasons: [otherThing(calibration.reason)] };

  const asked = { call: traffic.call, batchShare: request.batch_share, atMs: facts.nowMs };
  const offers = offersOf(facts.prices, model, asked, request.api_providers);
  const cheapest = offers[0]?.perCall;
  if (cheapest === undefined) return { reasons: [noHost(model, offers.length, request)] };
  return {
    model,
    traffic,
    machine,
    situation: buildSituation(request, machine, {
      traffic,
      deployment,
      scale: calibration?.scale ?? 1,
      secondsPerToken,
      apiPerCall: cheapest,
    }),
    error: measuredErrorOf(model.shape, calibration !== undefined),
    isCalibrated: calibration !== undefined,
    offers,
    cheapest,
    current:
      request.current_model === undefined
        ? undefined
        : offerNamed(facts.prices, request.current_model, asked),
  };
}

function answer(
  request: SelfHostPlanRequest,
  facts: SelfHostFacts,
  found: Found,
  months: Readonly<{
    middle: Situation;
    api: number;
    selfHost: MonthCost;
    replica: Served;
    /** How far weeks are apart, where the history tells. */
    spread: number | undefined;
    cases: Cases;
    regret: NonNullable<Cases["regret"]>;
  }>,
): SelfHostPlan {
  const { model, machine, traffic, situation, error, offers, cheapest, current } = found;
  const { middle, api, selfHost, replica, spread, cases, regret } = months;
  const { call } = traffic;
  const about = { error, demandSpread: spread ?? ASSUMED_SPREAD };
  const regretAt = (demand: number) => {
    const there = sampleCases(situation, { ...about, demand }).regret;
    return there === undefined ? null : wireRegret(there);
  };
  const volume = callsPerMonth(traffic);
  const tokensPerMonth = volume * (call.promptTokens + call.answerTokens);
  const counts = countParameters(model.shape);
  const outputTokensPerSecond = replica.callsPerSecond * call.answerTokens;
  const sureOf = cases.chanceSelfHostIsCheaper;
  return {
    kind: "plan",
    answer: sureOf >= SURE ? "self_host" : sureOf <= 1 - SURE ? "api" : "too_close",
    as_of: dayOf(facts.nowMs),
    model: {
      id: model.id,
      weights: model.weights,
      parameters: counts.stored,
      active_parameters: counts.active,
    },
    deployment: {
      accelerator: situation.deployment.accelerator.id,
      spread: situation.deployment.spread,
      precision: request.precision,
      preset: request.preset,
    },
    traffic: {
      basis:
        request.demand.kind === "stated"
          ? `stated; its shape "${request.demand.shape}" is constructed`
          : "the ledger's calls of the range",
      hours: traffic.neededPerHour.length,
      calls_per_month: wireFigure(volume),
      tokens_per_day: wireFigure((tokensPerMonth / HOURS_PER_MONTH) * 24),
      prompt_tokens: wireFigure(call.promptTokens),
      cached_tokens: wireFigure(call.cachedTokens),
      answer_tokens: wireFigure(call.answerTokens),
      peak_to_mean: wireFigure(traffic.peakToMean),
      unknown_calls: traffic.unknownCalls,
    },
    replica: {
      concurrent_answers: replica.answers,
      calls_per_second: wireFigure(replica.callsPerSecond),
      output_tokens_per_second: wireFigure(outputTokensPerSecond),
      ms_per_token: wireFigure(replica.secondsPerToken * 1000),
      band: {
        kind: found.isCalibrated ? "calibrated" : "untuned",
        low: errorFactorAt(error, 0.1),
        high: errorFactorAt(error, 0.9),
        median_absolute_error: error.medianAbsoluteError,
        rows: error.rows,
      },
      not_worked_out: [
        "time to the first token: it is queueing, and models of this kind are off by 80 % there",
      ],
    },
    fleet: {
      mean_replicas: wireFigure(selfHost.fleet.meanReplicas),
      peak_replicas: selfHost.fleet.peakReplicas,
      peak_machines: selfHost.fleet.peakMachines,
      machine_hours_per_month: wireFigure(selfHost.fleet.machineHours),
      utilisation: wireFigure(selfHost.fleet.utilisation),
    },
    self_host: {
      month: wireEstimate(
        selfHost.total,
        cases.selfHost,
        `the middle 80 % of ${cases.count} cases: throughput as it was off on ${error.rows} measured rows of such servers, demand as weeks differ`,
      ),
      parts: {
        machines: wireDollars(selfHost.machines),
        starting: wireDollars(selfHost.starting),
        operations: wireDollars(selfHost.operations),
        storage: wireDollars(selfHost.storage),
        egress: wireDollars(selfHost.egress),
      },
    },
    api: {
      month: wireEstimate(
        api,
        cases.api,
        `the middle 80 % of ${cases.count} cases: demand as weeks differ`,
      ),
      hosts: offers.map((offer) => wireOffer(offer, volume)),
      current:
        current === undefined
          ? null
          : {
              ...wireOffer(current, volume),
              break_even:
                current.perCall === undefined
                  ? null
                  : wireBreakEven({ ...middle, apiPerCall: current.perCall }, tokensPerMonth),
            },
    },
    break_even: wireBreakEven(middle, tokensPerMonth),
    chance_self_host_is_cheaper: sureOf,
    regret: {
      ...wireRegret(regret),
      at_p10_demand: regretAt(-TENTH),
      at_p90_demand: regretAt(TENTH),
    },
    turning_points: turningPoints(middle, {
      machineDollars: machine.dollarsPerHour,
      apiDollarsPerMillion: cheapest / (call.promptTokens + call.answerTokens),
      outputTokensPerSecond,
      operationsDollars: Number(request.costs.operations_per_month),
    }),
    assumptions: [
      ...(facts.notes ?? []),
      ...assumptionsOf(request, machine, {
        replicasPerMachine: situation.rules.replicasPerMachine,
        demandSpread: about.demandSpread,
        isSpreadMeasured: spread !== undefined,
        cases: cases.count,
        unmet: cases.unmet,
        mostVolume: mostVolume(middle),
        isCurrentKnown: request.current_model === undefined || current !== undefined,
      }),
    ],
    sources: sourcesOf(request, machine, {
      model,
      deployment: situation.deployment,
      offers,
      nowMs: facts.nowMs,
    }),
  };
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const noPlan = (why: NoPlan["reasons"][number]): NoPlan => ({ kind: "no_plan", reasons: [why] });

const noTokens = () =>
  reason(
    "missing",
    "demand",
    "No call of the history has an answer with known tokens.",
    "Choose another range or filter, or state the demand.",
  );

const limitsNotMet = () =>
  reason(
    "no_solution",
    "limits",
    "The limit on time per token is met by physics alone, not at the throughput that such servers were measured at.",
    "Allow more time for a token.",
  );

const fleetTooSmall = ({ fleet }: SelfHostPlanRequest) =>
  reason(
    "no_solution",
    "fleet.replicas_at_most",
    `${fleet.replicas_at_most} replicas do not meet the busiest hour.`,
    "Raise replicas_at_most, or plan with more of a replica's throughput (load).",
  );

const otherThing = (why: string) =>
  reason(
    "contradiction",
    "measured",
    `The measurement cannot be of this deployment: ${why}.`,
    "Measure the planned model, accelerator, spread and precision, or leave the measurement out.",
  );

const noHost = ({ weights }: OpenModel, offers: number, { api_providers }: SelfHostPlanRequest) => {
  const hosts = api_providers === undefined ? "host" : `host among ${api_providers.join(", ")}`;
  return reason(
    "missing",
    api_providers === undefined ? "model" : "api_providers",
    offers === 0
      ? `No ${hosts} of the price book sells ${weights} today.`
      : `No ${hosts} of ${weights} has a price for such calls.`,
    `${api_providers === undefined ? "" : "Name other providers, or "}${api_providers === undefined ? "Add" : "add"} a price file with a host of the same weights to the data directory.`,
  );
};
