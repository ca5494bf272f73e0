import {
  counted,
  type RoutedFingerprint,
  type RoutedPool,
  type RoutingReport,
  routeTroubles,
} from "@headgate/contract";
import { displayDollars, displayDollarsCompact, parseDollars } from "@headgate/money";
import { renderTable } from "../command-line/render-table.ts";

/** What the choice of models came to, by pool; tasks with the most calls first. */
export function renderRouting(report: RoutingReport, width: number): string {
  if (report.pools.length === 0) {
    return "No call was routed since the gateway started. A policy with route: { mode: shadow, pool: [provider/model] } begins to learn.";
  }
  const { labels, judges, feedback, troubles } = report;
  const pools = report.pools.flatMap((pool) => [
    headOf(pool),
    tableOf(pool, width),
    ...pool.fingerprints.flatMap((one) => [
      ...linesOf(one),
      ...linesUnder(one, { quality: pool.quality, leastLabels: report.least_labels }),
    ]),
    "",
  ]);
  return [
    ...pools,
    `${counted(labels.sampled, "call")} to compare models on, ${counted(labels.learned, "label")} learned; ${labels.not_judged} not judged, ${labels.unreadable} unreadable, ${labels.failed} failed, ${labels.dropped} dropped. Feedback: ${labels.feedback} learned, ${labels.feedback_refused} refused; ${feedback.kept} kept, by ${counted(feedback.keys, "key")}.`,
    ...judges.map(judgeText),
    ...troubles.map(troubleText),
  ].join("\n");
}

function headOf(pool: RoutedPool): string {
  const { policy, mode, models, quality, budget_per_day: budget, within_ms: within } = pool;
  const [reference = "", ...others] = models;
  const held =
    budget === null
      ? `promises ${quality} of the quality of ${reference}`
      : `may spend ${displayDollarsCompact(parseDollars(budget))} a day at each gateway, nothing promised; the reference is ${reference}`;
  const slow = within === null ? "" : ` Answers within ${within} ms, 95 of a hundred.`;
  return `Policy ${policy} (${mode}) ${held}; cheaper: ${others.join(", ") || "none"}.${slow}`;
}

/** Of a policy that is held by dollars a day there is no dial to tell of: its quality is nobody's promise. */
function tableOf({ budget_per_day: budget, quality, fingerprints }: RoutedPool, width: number) {
  const hasDial = budget === null;
  return renderTable(
    [
      { title: "Task" },
      { title: "Calls", align: "right" },
      { title: "Moved", align: "right" },
      { title: "Judged", align: "right" },
      ...(hasDial ? [{ title: "Certified at the dial" }, { title: "Cheapest promise kept" }] : []),
    ],
    fingerprints.map((one) => [...countsOf(one), ...(hasDial ? dialOf(one, quality) : [])]),
    width,
  );
}

/** What a row has no room for: what is assumed on day one, and what answers are held to. */
function linesUnder(
  one: RoutedFingerprint,
  { quality, leastLabels }: Readonly<{ quality: number; leastLabels: number }>,
): readonly string[] {
  const { answers, day_one: dayOne, undecided } = one;
  const assumed =
    dayOne?.why === "assumed"
      ? [`${nameOf(one)}: assumed that tier ${dayOne.tier ?? "unknown"} does: ${dayOne.reason}.`]
      : [];
  const held = answers.map(({ model, judged, certified }) => {
    const whose = `${nameOf(one)}: answers of ${model}, ${judged} judged, are held to`;
    if (certified !== null) {
      return `${whose} a probability above ${certified.threshold.toFixed(2)} (by labels of its ${certified.scope}): ${percent(certified.accepted)} given, quality at least ${percent(certified.lower_bound)}.`;
    }
    return judged < leastLabels
      ? `${whose} the checks alone until ${leastLabels} labels.`
      : `${whose} the checks alone: no threshold keeps ${quality} of the quality.`;
  });
  const untold =
    undecided === 0
      ? []
      : [
          `${nameOf(one)}: ${counted(undecided, "call")} that nobody could judge; a certificate counts them as if the cheaper models had failed.`,
        ];
  return [...assumed, ...held, ...untold];
}

function judgeText({
  model,
  believed,
  planted,
  seen_through: seen,
  people,
  optimism,
  subtracted,
  one_key: isOfOneKey,
  certifies,
}: RoutingReport["judges"][number]): string {
  const saw =
    planted === 0
      ? "no planted pair was shown to it yet"
      : `it saw through ${percent(seen)} of ${counted(planted, "planted pair")}`;
  const tried = `Judge ${model} is ${believed ? "believed" : "not believed"}: ${saw}`;
  const left =
    people.heard > people.pairs
      ? ` that count of ${people.heard}, since no key counts for more than its share`
      : "";
  const met =
    people.agreed === null || people.lower_bound === null
      ? "; people have judged no answer that it has"
      : `; people agree on ${percent(people.agreed)} of ${counted(people.pairs, "answer")}${left} (at least ${percent(people.lower_bound)}, kappa ${people.kappa?.toFixed(2) ?? "unknown"})`;
  const held = subtracted > 0 ? `; certificates go on taking off ${percent(subtracted)}` : "";
  const proven =
    optimism === null
      ? `; how much too good it takes answers for is not known${held}`
      : `; as people have it, it takes them for ${percent(optimism.estimate)} too good (${percent(optimism.at_least)} to ${percent(optimism.at_most)}), and certificates take off ${percent(subtracted)}`;
  const alone = isOfOneKey ? "; one key has said all that people said" : "";
  return `${tried}${met}${proven}${alone}.${certifies ? "" : " Its labels certify nothing."}`;
}

function troubleText({
  kind,
  at,
  policy,
  fingerprint,
  model,
  note,
}: RoutingReport["troubles"][number]): string {
  const about = [policy, model, fingerprint?.slice(0, 8)].filter(
    (part) => part != null && part !== "",
  );
  return `${at} ${about.join(", ")}: ${routeTroubles[kind]}${note === null ? "" : ` (${note})`}`;
}

const countsOf = (one: RoutedFingerprint): readonly string[] => [
  nameOf(one),
  String(one.calls),
  String(one.moved),
  String(one.judged),
];

function dialOf({ notches }: RoutedFingerprint, dial: number): readonly string[] {
  const atDial = notches.find(({ quality }) => quality === dial)?.certified ?? null;
  const boldest = notches.find(({ certified }) => certified !== null);
  return [
    atDial === null
      ? "not certified"
      : `yes: ${percent(atDial.saved)} saved, quality at least ${percent(atDial.lower_bound)}`,
    boldest?.certified == null
      ? "-"
      : `${boldest.quality}: ${percent(boldest.certified.saved)} saved`,
  ];
}

const nameOf = ({ task, fingerprint }: Pick<RoutedFingerprint, "task" | "fingerprint">): string =>
  task ?? (fingerprint === "" ? "without a system prompt" : fingerprint.slice(0, 8));

/** Models that are out of force, those that are dominated, and those that are new. */
const linesOf = (one: RoutedFingerprint): readonly string[] => [
  ...one.watched.flatMap(({ model, out_since: since, ...of }) => {
    if (since === null) return [];
    const found =
      model === null
        ? "its newest labels are worse than its promise"
        : `${of.served_failed} of ${counted(of.served, "answer")} that clients got failed checks, of its tries ${of.tries_failed} of ${of.tries}`;
    return `${nameOf(one)}: ${model ?? "what is certified"} is out of force since ${since}: ${found}; the reference answers until its tries are good again.`;
  }),
  ...one.dominated.map(
    ({ model, by, is_reference: isReference, calls, cost, by_cost: byCost, ...of }) =>
      `${nameOf(one)}: ${model} is dominated by ${by}: ${amount(cost)} against ${amount(byCost)} on ${counted(calls, "call")}, quality at most ${percent(of.quality_at_most)} against at least ${percent(of.by_quality_at_least)}${isReference ? "; it is the reference and answers on" : "; it is not asked"}.`,
  ),
  ...one.new_models.map(
    ({ model, standing, reason, asked, expected_cost: cost, trial_share: share, unpriced }) =>
      `${nameOf(one)}: ${model} is new (${standing.replaceAll("_", " ")}): ${reason}${standing === "on_trial" ? `; asked beside on ${percent(share)} of calls` : ""}. Asked ${counted(asked, "time")} for its trial, which was expected to cost ${amount(cost)}${unpriced === 0 ? "" : ` and ${unpriced} of unknown price`}.`,
  ),
];

const amount = (dollars: string): string => displayDollars(parseDollars(dollars), 6);

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
