import type { EstimatedDollarsText, SelfHostPlan } from "@headgate/contract";
import { formatDollars } from "@headgate/money";
import { estimatedDollars } from "../statistics/estimated-dollars.ts";
import type { ApiOffer } from "./api-offers.ts";
import { breakEven } from "./break-even.ts";
import type { Cases, Spread } from "./sample-cases.ts";
import { isSelfHostCheaper, mostVolume, type Situation } from "./situation.ts";

const VOLUMES = { least: 1e-3, most: 1e4 };

/** A figure without the noise of its last binary places. */
export const wireFigure = (value: number): number => Number(value.toPrecision(9));

/** A multiple, rounded down: what a bound meets is not made more. */
export const timesText = (times: number): string =>
  String(times < 100 ? Math.floor(times * 100) / 100 : Math.floor(times));

/** Microdollars as dollars on the wire. */
export const wireDollars = (microdollars: number): string =>
  formatDollars(estimatedDollars(microdollars));

/** The middle is within its range also where the sum of a mean month lies beside the cases' own middle. */
export const wireEstimate = (
  estimate: number,
  { low, high }: Spread,
  basis: string,
): EstimatedDollarsText => ({
  low: wireDollars(Math.min(low, estimate)),
  estimate: wireDollars(estimate),
  high: wireDollars(Math.max(high, estimate)),
  basis,
});

export const wireOffer = (
  { provider, model, perCall, notes }: ApiOffer,
  callsPerMonth: number,
): SelfHostPlan["api"]["hosts"][number] => ({
  provider,
  model,
  dollars_per_month: perCall === undefined ? null : wireDollars(perCall * callsPerMonth),
  notes: [...notes],
});

export const wireRegret = ({
  selfHost,
  api,
}: NonNullable<Cases["regret"]>): Readonly<{ self_host: string; api: string }> => ({
  self_host: wireDollars(selfHost),
  api: wireDollars(api),
});

/**
 * The volume from which self-hosting is cheaper for good, the traffic's shape and all else as it is. Beyond what the
 * replicas meet which there may be, nothing is compared.
 */
export function wireBreakEven(
  situation: Situation,
  tokensPerMonth: number,
): SelfHostPlan["break_even"] {
  const bound = mostVolume(situation);
  const most = Math.min(VOLUMES.most, bound ?? VOLUMES.most);
  const found = breakEven((volume) => isSelfHostCheaper(situation, { volume }), {
    least: VOLUMES.least,
    most,
  });
  switch (found.kind) {
    case "at":
      return {
        kind: "at",
        tokens_per_month: wireFigure(tokensPerMonth * found.times),
        times_now: wireFigure(found.times),
      };
    case "never":
      return {
        kind: "never",
        why:
          most === VOLUMES.most
            ? "even ten thousand times this traffic costs more on machines of one's own"
            : `within ${situation.rules.atMost} replicas, which meet ${timesText(most)} times this traffic, machines of one's own cost more`,
      };
    case "always":
      return {
        kind: "always",
        why: "already a thousandth of this traffic is cheaper on machines of one's own",
      };
    default:
      return found satisfies never;
  }
}
