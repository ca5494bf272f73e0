import type { TurningPoint } from "@headgate/contract";
import { breakEven } from "./break-even.ts";
import { type Change, isSelfHostCheaper, type Situation } from "./situation.ts";

const LOOKED_AT = { least: 0.01, most: 100 };

const WITHIN = "at anything within a hundredth and a hundredfold";

/** An input that can be multiplied, how it is shown, and which way it speaks for self-hosting. */
type Turned = Readonly<{
  input: string;
  change: (times: number) => Change;
  show: (times: number) => string;
  cheaperWhen: "more" | "less";
}>;

/** For each input the value at which the answer turns while all others stay; those that never turn it say so. */
export function turningPoints(
  situation: Situation,
  about: Readonly<{
    machineDollars: string;
    apiDollarsPerMillion: number;
    outputTokensPerSecond: number;
    operationsDollars: number;
  }>,
): TurningPoint[] {
  const dollars = (amount: number): string => `$${amount.toPrecision(3)}`;
  const inputs: readonly Turned[] = [
    {
      input: "price of a machine's hour",
      change: (machine) => ({ machine }),
      show: (times) => dollars(Number(about.machineDollars) * times),
      cheaperWhen: "less",
    },
    {
      input: "price of the API, of a million tokens of this mix",
      change: (api) => ({ api }),
      show: (times) => dollars(about.apiDollarsPerMillion * times),
      cheaperWhen: "more",
    },
    {
      input: "throughput of a replica, answer tokens a second",
      change: (throughput) => ({ throughput }),
      show: (times) => `${Math.round(about.outputTokensPerSecond * times)}`,
      cheaperWhen: "more",
    },
    {
      input: "operations a month",
      change: (operations) => ({ operations }),
      show: (times) => `$${Math.round(about.operationsDollars * times)}`,
      cheaperWhen: "less",
    },
  ];
  return inputs.map((turned) => turningPoint(situation, turned));
}

function turningPoint(situation: Situation, turned: Turned): TurningPoint {
  const { input, change, show, cheaperWhen } = turned;
  const at = (times: number): number => (cheaperWhen === "more" ? times : 1 / times);
  const found = breakEven((times) => isSelfHostCheaper(situation, change(at(times))), LOOKED_AT);
  const point = (turns_at: string, answer_then: string): TurningPoint => ({
    input,
    now: show(1),
    turns_at,
    answer_then,
  });
  switch (found.kind) {
    case "at":
      return point(
        show(at(found.times)),
        `self-hosting is cheaper from there ${cheaperWhen === "more" ? "up" : "down"}`,
      );
    case "never":
      return point("nowhere", `the API stays cheaper ${WITHIN}`);
    case "always":
      return point("nowhere", `self-hosting stays cheaper ${WITHIN}`);
    default:
      return found satisfies never;
  }
}
