import { type RecommendationDetail, recommendationDetail, spendByReport } from "@headgate/contract";
import { perMonth } from "@headgate/levers";
import { type Picodollars, parseDollars, picodollars } from "@headgate/money";
import { askedModels } from "./month-traffic.ts";
import type { RunningHeadgate } from "./run-headgate.ts";

type Interval = Readonly<{ low: Picodollars; high: Picodollars }>;

/** Changes of one lever to the same traffic: what the lever saved is told of all of them together. */
export type Promised = Readonly<{
  titles: readonly string[];
  promised: Readonly<{ estimate: Picodollars }> & Interval;
  /** By the ledger, less what the lever saved before; undefined where it does not know. */
  byLedger: Picodollars | undefined;
  /** What the same traffic cost more without policies, less what other levers saved on it; undefined where not told apart. */
  byTwin: Picodollars | undefined;
  isKept: boolean;
}>;

type Followed = Readonly<{ recommendation: RecommendationDetail["recommendation"] }> &
  Pick<RecommendationDetail, "realised">;

/** Holds what was promised against what came of it. @param range as a query, of the time since */
export async function judgePromises(
  acted: RunningHeadgate,
  plain: RunningHeadgate,
  { ids, range, lengthMs }: Readonly<{ ids: readonly string[]; range: string; lengthMs: number }>,
): Promise<readonly Promised[]> {
  const followed: Followed[] = [];
  for (const id of ids) {
    followed.push(recommendationDetail.parse(await acted.get(`/api/recommendations/${id}`)));
  }
  const [costActed, costPlain] = [
    await costByFeature(acted, range),
    await costByFeature(plain, range),
  ];
  const groups = new Map<string, Followed[]>();
  for (const one of followed) {
    const { lever, scope } = one.recommendation;
    const key = JSON.stringify([lever, scope]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const all = [...groups.values()].map((group) => ({ group, more: moreOf(group[0]) }));
  return all.flatMap(({ group, more }): Promised[] => {
    const intervals = group.map(({ recommendation }) => intervalOf(recommendation));
    if (intervals.includes(undefined)) return [];
    const promised = (intervals as NonNullable<(typeof intervals)[number]>[]).reduce((a, b) => ({
      estimate: picodollars(a.estimate + b.estimate),
      low: picodollars(a.low + b.low),
      high: picodollars(a.high + b.high),
    }));
    const features = featuresOf(group[0]);
    const beside = all.filter(
      (other) =>
        other.group !== group && featuresOf(other.group[0]).some((one) => features.includes(one)),
    );
    const cheaper = features.reduce(
      (sum, feature) => sum + (costPlain.get(feature) ?? 0n) - (costActed.get(feature) ?? 0n),
      0n,
    );
    const others = beside.reduce((sum, other) => sum + (other.more ?? 0n), 0n);
    const isToldApart = beside.every((other) =>
      featuresOf(other.group[0]).every((one) => features.includes(one)),
    );
    const byTwin = isToldApart ? picodollars(perMonth(cheaper, lengthMs) - others) : undefined;
    const judged = more ?? byTwin;
    return [
      {
        titles: group.map(({ recommendation }) => recommendation.title),
        promised,
        byLedger: more,
        byTwin,
        isKept: judged !== undefined && promised.low <= judged && judged <= promised.high,
      },
    ];
  });
}

/** What the lever saved more than before; undefined where it is not known of each call. */
function moreOf(one: Followed | undefined): Picodollars | undefined {
  const {
    realised_per_month: now,
    before_per_month: before,
    unknown_calls: unknown,
  } = one?.realised ?? {};
  if (unknown !== 0 || now == null || before == null) return undefined;
  return picodollars(parseDollars(now) - parseDollars(before));
}

function intervalOf({ dollars_per_month: dollars }: Followed["recommendation"]) {
  if (dollars === null || dollars.low === null || dollars.high === null) return undefined;
  return {
    estimate: parseDollars(dollars.estimate),
    low: parseDollars(dollars.low),
    high: parseDollars(dollars.high),
  };
}

/** Which features a scope is about; a model without a feature is that of all that ask for it. */
const featuresOf = (one: Followed | undefined): readonly string[] => {
  const { feature, model } = one?.recommendation.scope ?? {};
  return [...askedModels].flatMap(([name, asked]) =>
    (feature === undefined || feature === name) && (model === undefined || model === asked)
      ? [name]
      : [],
  );
};

async function costByFeature(
  headgate: RunningHeadgate,
  range: string,
): Promise<ReadonlyMap<string, Picodollars>> {
  const { rows } = spendByReport.parse(
    await headgate.get(`/api/reports/spend-by?${range}&by=feature&limit=100`),
  );
  return new Map(rows.map(({ group, effective_cost: cost }) => [group ?? "", parseDollars(cost)]));
}
