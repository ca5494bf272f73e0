import type { SelfHostPlanRequest } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { toMicrodollars } from "../statistics/estimated-dollars.ts";
import type { Anchor } from "./calibrate.ts";
import { countParameters } from "./count-parameters.ts";
import type { Deployment } from "./deployment.ts";
import type { RentedMachine } from "./rented-machine.ts";
import { servingPresets } from "./serving-constants.ts";
import type { Situation } from "./situation.ts";
import { storedBytes } from "./step-times.ts";
import type { Traffic } from "./traffic.ts";

const GIB = 1024 ** 3;
/** A token of text in an answer is about four characters; a stream wraps each in some hundred more (JSON of an event). */
const BYTES_OF_ANSWER_TOKEN = 200;

/** The request's terms as what the two ways are compared by. */
export function buildSituation(
  request: SelfHostPlanRequest,
  machine: RentedMachine,
  about: Readonly<{
    traffic: Traffic;
    deployment: Deployment;
    scale: number;
    secondsPerToken: number;
    apiPerCall: number;
  }>,
): Situation {
  const { fleet, costs, future } = request;
  const { spread } = about.deployment;
  const micro = (text: string): number => toMicrodollars(parseDollars(text));
  // Accelerators that are rented by the piece: a replica's make one machine.
  const pieces = machine.count < spread ? Math.ceil(spread / machine.count) : 1;
  const replicasPerMachine = Math.max(1, Math.floor(machine.count / spread));
  const gib = storedBytes(about.deployment, countParameters(about.deployment.shape)) / GIB;
  return {
    ...about,
    constants: servingPresets[request.preset],
    rules: {
      scaling: fleet.scaling,
      spare: fleet.spare_replicas,
      atLeast: fleet.replicas_at_least,
      atMost: fleet.replicas_at_most,
      loadPart: fleet.load,
      startMinutes: fleet.start_minutes,
      replicasPerMachine,
    },
    rate: {
      onDemand: micro(machine.dollarsPerHour) * pieces,
      ...(machine.spot !== undefined && {
        spot: {
          share: machine.spot.share,
          perHour: micro(machine.spot.dollarsPerHour) * pieces,
          availability: machine.spot.availability,
          reclaimsPerMonth: machine.spot.reclaimsPerMonth,
        },
      }),
    },
    others: {
      operations: micro(costs.operations_per_month),
      storagePerMachine: micro(costs.storage_per_gib_month) * gib,
      egressPerAnswerToken: (micro(costs.egress_per_gib) * BYTES_OF_ANSWER_TOKEN) / GIB,
    },
    future: {
      months: future.months,
      growthPerYear: future.growth_per_year,
      apiDeclinePerYear: future.api_decline_per_year,
      machineDeclinePerYear: machine.isBound ? 0 : future.machine_decline_per_year,
    },
  };
}

/** The stricter of the limit on a token and of that on a whole answer, in seconds for a token. */
export function limitOf({ limits }: SelfHostPlanRequest, { call }: Traffic): number {
  const ofAnswer =
    limits.ms_per_answer === undefined
      ? Number.POSITIVE_INFINITY
      : limits.ms_per_answer / call.answerTokens;
  return Math.min(limits.ms_per_token, ofAnswer) / 1000;
}

export const anchorOf = (measured: NonNullable<SelfHostPlanRequest["measured"]>): Anchor => ({
  promptTokens: measured.prompt_tokens,
  answerTokens: measured.answer_tokens,
  answers: measured.concurrent_answers,
  outputTokensPerSecond: measured.output_tokens_per_second,
});
