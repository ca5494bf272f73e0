import { type AlarmOn, counted, type PlansConfig } from "@headgate/contract";
import { type Measured, measurementOver } from "./measured.ts";
import { decimalValue, isBeyondThreshold } from "./threshold.ts";

const DAY_MS = 86_400_000;
/** What ended longer ago is past: whoever wanted to renew it has done so. */
const LONGEST_PAST_DAYS = 7;
/** So many ends are told in a message; the recommendations have all. */
const MOST_TOLD = 5;

/** Days until the first commitment ends: its last day counts as one, the day after it as none. */
export function measureCommitmentExpiry(
  alarm: AlarmOn<"commitment_expiry">,
  commitments: Pick<PlansConfig["commitments"], "held" | "offers">,
  { nowMs, isFiring }: Readonly<{ nowMs: number; isFiring: boolean }>,
): Measured {
  const range = { fromMs: nowMs, toMs: nowMs };
  const ends = endsOf(commitments, nowMs).filter(
    ({ offer, days }) =>
      days > -LONGEST_PAST_DAYS && (alarm.offer === undefined || offer === alarm.offer),
  );
  const [first] = ends;
  if (first === undefined) {
    return {
      measurement: measurementOver(range, {
        note: "No commitment that is held and no credits are under plans.commitments.",
      }),
      isBeyond: false,
    };
  }
  const value = decimalValue(`${Math.max(0, first.days)}.0`);
  return {
    measurement: measurementOver(range, {
      value: value.text,
      note: ends.slice(0, MOST_TOLD).map(endText).join("; "),
    }),
    isBeyond: isBeyondThreshold(alarm, value, isFiring),
  };
}

type End = Readonly<{ offer: string; on: string; days: number; verb: string }>;

/** The first end first. */
function endsOf(
  { held, offers }: Pick<PlansConfig["commitments"], "held" | "offers">,
  nowMs: number,
): readonly End[] {
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const daysTo = (day: string): number => Math.round((Date.parse(day) - today) / DAY_MS) + 1;
  return [
    ...held.map(({ offer, ends_on: on }) => ({ offer, on, days: daysTo(on), verb: "ends" })),
    ...offers.flatMap((offer) =>
      offer.kind === "credits"
        ? [
            {
              offer: offer.name,
              on: offer.expires_on,
              days: daysTo(offer.expires_on),
              verb: "expires",
            },
          ]
        : [],
    ),
  ].toSorted((one, other) => one.days - other.days);
}

const endText = ({ offer, on, days, verb }: End): string =>
  days <= 0
    ? `${offer} ${verb === "ends" ? "ended" : "expired"} on ${on}`
    : `${offer} ${verb} on ${on}, in ${counted(days, "day")}`;
