import type { PlanSource, SelfHostPlanRequest } from "@headgate/contract";
import type { ApiOffer } from "./api-offers.ts";
import type { Deployment } from "./deployment.ts";
import type { OpenModel } from "./open-models.ts";
import type { RentedMachine } from "./rented-machine.ts";
import { timesText } from "./wire-plan.ts";

const DAY_MS = 86_400_000;

/** What the plan takes for granted, a sentence each: what a reader would change first comes first. */
export function assumptionsOf(
  request: SelfHostPlanRequest,
  { spot, isBound }: RentedMachine,
  about: Readonly<{
    /** Replicas of one machine. */
    replicasPerMachine: number;
    demandSpread: number;
    isSpreadMeasured: boolean;
    cases: number;
    unmet: number;
    /** Of today's traffic, as a multiple, what the replicas meet that there may be; undefined without a bound. */
    mostVolume: number | undefined;
    isCurrentKnown: boolean;
  }>,
): string[] {
  const { fleet, costs, future, limits, batch_share } = request;
  return [
    `People: $${costs.operations_per_month} a month keep it running.`,
    `${fleet.spare_replicas} spare beside the replicas that are needed, ${fleet.replicas_at_least} at least; ${percent(fleet.load)} of a replica's throughput is planned with; a machine starts in ${fleet.start_minutes} minutes.`,
    ...(about.replicasPerMachine === 1
      ? []
      : [
          `${about.replicasPerMachine} replicas share a machine: one that fails takes all of them along, and the spare ones do not cover that.`,
        ]),
    fleet.scaling === "hourly"
      ? "Replicas follow each hour's demand, and machines can be had when they are wanted."
      : "As many replicas as the busiest hour needs run always.",
    ...(about.mostVolume === undefined
      ? []
      : [
          `The break-even is looked for within ${fleet.replicas_at_most} replicas, which meet ${timesText(about.mostVolume)} times today's traffic.`,
        ]),
    `A token of an answer takes ${limits.ms_per_token} ms at most${limits.ms_per_answer === undefined ? "" : `, a mean answer ${limits.ms_per_answer} ms`}. Whether an API keeps such a limit is not known here.`,
    ...(spot === undefined
      ? []
      : [
          `${percent(spot.share)} of the machines are on spare capacity, which is there ${percent(spot.availability)} of the time; otherwise they are paid for on demand. Machines are often reclaimed together: the spare replicas do not cover that.`,
        ]),
    ...(batch_share === 0
      ? []
      : [`${percent(batch_share)} of the calls can wait for a batch at an API.`]),
    about.isSpreadMeasured
      ? `Weeks differ as the history's do (logarithms by ${about.demandSpread.toFixed(2)}).`
      : `Weeks differ by ${about.demandSpread.toFixed(2)} in logarithms: assumed, for there are fewer than four whole weeks of history.`,
    `Over ${future.months} months demand grows by ${percent(future.growth_per_year)} a year, API prices fall by ${percent(future.api_decline_per_year)} and machines' by ${percent(isBound ? 0 : future.machine_decline_per_year)}${isBound ? ": they are bound for a term" : ""}.`,
    "The same tokens: a cached prompt is cached at home as well, and the weights are the same; hosts may serve them in another precision.",
    ...(about.unmet === 0
      ? []
      : [
          `In ${about.unmet} of ${about.cases} cases the limits are not met: they count against self-hosting, and are in none of its sums.`,
        ]),
    ...(about.isCurrentKnown
      ? []
      : [`The price book has no "${request.current_model}": what it costs is not shown.`]),
  ];
}

/** Every price and fact that the plan rests on, with its age. */
export function sourcesOf(
  { measured }: SelfHostPlanRequest,
  machine: RentedMachine,
  about: Readonly<{
    model: OpenModel;
    deployment: Deployment;
    offers: readonly ApiOffer[];
    nowMs: number;
  }>,
): PlanSource[] {
  const { model, deployment, nowMs } = about;
  const dated = (readOn: string | undefined) => ({
    read_on: readOn ?? null,
    age_days:
      readOn === undefined ? null : Math.max(0, Math.floor((nowMs - Date.parse(readOn)) / DAY_MS)),
  });
  const { accelerator } = deployment;
  return [
    ...machine.sources,
    {
      what: accelerator.name,
      value: `${accelerator.memoryGib} GiB, ${accelerator.memoryBytesPerSecond / 1e9} GB/s`,
      source: accelerator.source,
      ...dated(accelerator.readOn),
    },
    {
      what: `shape of ${model.weights}`,
      value: `${model.shape.layers} layers of ${model.shape.hidden_size}`,
      source: model.shape.source,
      ...dated(model.shape.read_on),
    },
    ...(measured === undefined
      ? []
      : [
          {
            what: "throughput of a replica",
            value: `${measured.output_tokens_per_second} tokens/s with ${measured.concurrent_answers} answers under way`,
            source: "measured by you",
            ...dated(undefined),
          },
        ]),
    ...about.offers.flatMap(({ source }) => source ?? []),
  ];
}

const percent = (part: number): string => `${Math.round(part * 1000) / 10} %`;
