import type { NoPlan } from "@headgate/contract";
import type { Accelerator, Precision } from "./accelerators.ts";
import { countParameters } from "./count-parameters.ts";
import type { Deployment } from "./deployment.ts";
import type { OpenModel } from "./open-models.ts";
import { reason } from "./reason.ts";
import { type CallShape, type Served, serveAtLimit } from "./serve.ts";
import type { ServingConstants } from "./serving-constants.ts";
import { mostAnswersInMemory, storedBytes } from "./step-times.ts";

const GIB = 1024 ** 3;
/** Tensor parallel over more is not what these constants are measured for. */
const SPREADS = [1, 2, 4, 8] as const;

type Reasons = NoPlan["reasons"];

/** The deployment that serves most calls for an accelerator within the limits, or why none does. */
export function chooseDeployment(
  asked: Readonly<{
    model: OpenModel;
    accelerator: Accelerator;
    precision: Precision;
    spread: number | undefined;
    /** Accelerators of the rented machine; 1: rented by the piece, as many as a replica needs. */
    inMachine: number;
    call: CallShape;
    secondsPerToken: number;
    constants: ServingConstants;
  }>,
):
  | Readonly<{ kind: "chosen"; deployment: Deployment }>
  | Readonly<{ kind: "none"; reasons: Reasons }> {
  const { model, accelerator, precision, call, constants, secondsPerToken } = asked;
  const most = Math.min(accelerator.mostLinked, asked.inMachine === 1 ? 8 : asked.inMachine, 8);
  const spreads = asked.spread === undefined ? SPREADS.filter((n) => n <= most) : [asked.spread];
  const deployments = spreads.map(
    (spread): Deployment => ({ shape: model.shape, accelerator, spread, precision }),
  );
  if (asked.spread !== undefined && asked.spread > most)
    return none(
      "contradiction",
      "spread",
      `One replica over ${asked.spread} accelerators does not go into a machine with ${most}.`,
      "Ask for a smaller spread or a larger machine.",
    );
  const fitting = deployments.filter((one) => mostAnswersInMemory(one, call, constants) >= 1);
  const [smallest] = fitting;
  if (smallest === undefined) {
    const needed = deployments.at(-1) ?? {
      shape: model.shape,
      accelerator,
      spread: most,
      precision,
    };
    const gib = storedBytes(needed, countParameters(model.shape)) / GIB;
    return none(
      "no_solution",
      "accelerator",
      `${model.id} in ${precision} takes ${gib.toFixed(0)} GiB, and with one answer of this length does not fit ${needed.spread} × ${accelerator.name}.`,
      "Choose accelerators with more memory, a machine with more of them, a larger spread or a lower precision.",
    );
  }
  const rated = fitting.flatMap((deployment) => {
    const served = serveAtLimit(deployment, call, { secondsPerToken }, constants);
    return served === undefined
      ? []
      : [{ deployment, per: served.callsPerSecond / deployment.spread }];
  });
  const [best] = rated.toSorted((left, right) => right.per - left.per);
  if (best !== undefined) return { kind: "chosen", deployment: best.deployment };
  const fastest = fitting
    .map((deployment) => alone(deployment, asked))
    .toSorted((left, right) => left.secondsPerToken - right.secondsPerToken)[0];
  return none(
    "no_solution",
    "limits",
    `A token in ${(secondsPerToken * 1000).toFixed(1)} ms is not reached: with a single answer under way it takes about ${((fastest?.secondsPerToken ?? Number.NaN) * 1000).toFixed(1)} ms.`,
    "Allow more time for a token, or choose faster accelerators or a lower precision.",
  );
}

const alone = (
  deployment: Deployment,
  { call, constants }: Readonly<{ call: CallShape; constants: ServingConstants }>,
): Served =>
  serveAtLimit(deployment, call, { secondsPerToken: undefined, mostAnswers: 1 }, constants) ?? {
    answers: 1,
    callsPerSecond: 0,
    secondsPerToken: Number.POSITIVE_INFINITY,
  };

const none = (...why: Parameters<typeof reason>): Readonly<{ kind: "none"; reasons: Reasons }> => ({
  kind: "none",
  reasons: [reason(...why)],
});
