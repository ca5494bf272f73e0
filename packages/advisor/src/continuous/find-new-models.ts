import { type Alternative, type History, perMonth } from "@headgate/levers";
import { displayDollars, parseDollars, ZERO } from "@headgate/money";
import type { Finding } from "../findings/advice-of-finding.ts";

const DAY_MS = 86_400_000;
/** What is older was looked at, or could have been. */
const NEW_DAYS = 120;
const MOST = 3;
/** What models of a class cost a month below which another is not worth the trial. */
const LEAST_PER_MONTH = parseDollars("100");

/**
 * Models of the last months that no call went to, cheaper by list than one that is used of the same class: the cheapest of
 * providers that are configured first. What of the traffic they could take `headgate models offers` works out.
 */
export function findNewModels(history: History, nowMs: number): readonly Finding[] {
  const { market, calls } = history;
  if (market === undefined || calls.length === 0) return [];
  const spent = spentByModel(history);
  const dear = market.alternatives.filter(({ name }) => {
    const amount = spent.get(name);
    return (
      amount !== undefined && perMonth(amount, history.toMs - history.fromMs) >= LEAST_PER_MONTH
    );
  });
  const earliest = new Date(nowMs - NEW_DAYS * DAY_MS).toISOString().slice(0, 10);
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const cheaper = market.alternatives.filter(
    (one) =>
      one.facts.released_on !== undefined &&
      one.facts.released_on >= earliest &&
      one.facts.released_on <= today &&
      !spent.has(one.name) &&
      dear.some((own) => own.tier !== undefined && own.tier === one.tier && undercuts(one, own)),
  );
  return cheaper
    .toSorted(
      (one, other) => Number(other.isConfigured) - Number(one.isConfigured) || bySum(one, other),
    )
    .slice(0, MOST)
    .map((one) => findingOf(one));
}

/** What the calls of each model cost, as provider/model; of unknown cost nothing, and of a sample each for those like it. */
function spentByModel({ calls, sample }: History): ReadonlyMap<string, bigint> {
  const spent = new Map<string, bigint>();
  for (const call of calls) {
    const { row, model, cost } = call;
    const asked = row.response_model ?? model;
    if (asked === undefined) continue;
    const { read, all } = sample?.like(call) ?? { read: 1, all: 1 };
    const name = `${row.provider}/${asked}`;
    const before = spent.get(name) ?? ZERO;
    spent.set(name, cost === undefined ? before : before + (cost * BigInt(all)) / BigInt(read));
  }
  return spent;
}

const undercuts = ({ list: one }: Alternative, { list: own }: Alternative): boolean =>
  one.input <= own.input &&
  one.output <= own.output &&
  one.input + one.output < own.input + own.output;

const bySum = ({ list: one }: Alternative, { list: other }: Alternative): number => {
  const [left, right] = [one.input + one.output, other.input + other.output];
  return left === right ? 0 : left < right ? -1 : 1;
};

const findingOf = ({ name, facts, list, isConfigured, tier }: Alternative): Finding => ({
  kind: "new-model",
  phase: "continuous",
  scope: {},
  subject: name,
  title: `Try ${name}, released on ${facts.released_on}: cheaper than what you use of its class`,
  steps: [
    "headgate models offers says what of your calls it could take, and what a trial costs.",
    ...(isConfigured ? [] : ["Its provider is not configured yet: add it to headgate.yaml first."]),
  ],
  dollars: null,
  savedInRange: null,
  figures: [
    { what: "a million tokens of input", value: displayDollars(list.input) },
    { what: "a million tokens of output", value: displayDollars(list.output) },
    ...(tier === undefined ? [] : [{ what: "class of price", value: tier }]),
  ],
  confidence: { level: "low", reason: "Prices are known; how good it is at your work is not." },
  effortHours: 4,
  depth: "rows",
  quality: {
    risk: "medium",
    reason: "It is another model.",
    check: "A policy with route: { mode: shadow } compares its answers with those that were given.",
  },
});
