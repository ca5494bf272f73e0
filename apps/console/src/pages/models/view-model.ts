import {
  abilityWords,
  type CatalogueModel,
  counted,
  type DominatedInPool,
  type ModelOffer,
  type ModelOffersReport,
  type ModelsResponse,
  type NewModelInPool,
  type RoutingReport,
} from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { compactCount } from "../../format/count-text.ts";
import { dollarsShown, exactDollars } from "../../format/money-text.ts";

const NOT_KNOWN = "–";
const price = (text: string | null): string =>
  text === null ? NOT_KNOWN : exactDollars(parseDollars(text));
const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/** One model of the catalogue, ready to be drawn. */
export type ModelLine = Readonly<{
  key: string;
  model: string;
  provider: string;
  tier: string;
  tierReason: string;
  prompt: string;
  answer: string;
  input: string;
  output: string;
  can: string;
  released: string;
}>;

export const modelLines = ({ models }: Pick<ModelsResponse, "models">): readonly ModelLine[] =>
  models.map(lineOf);

function lineOf(of: CatalogueModel): ModelLine {
  const { model, provider, tier, tier_reason: tierReason, facts, price_per_million: listed } = of;
  const tokens = (count: number | undefined): string =>
    count === undefined ? NOT_KNOWN : compactCount(count);
  return {
    key: `${provider}/${model}`,
    model,
    provider,
    tier: tier ?? "not known",
    tierReason,
    prompt: tokens(facts.max_input_tokens ?? facts.context_window),
    answer: tokens(facts.max_output_tokens),
    input: price(listed.input),
    output: price(listed.output),
    can: abilityWords(facts).join(", ") || NOT_KNOWN,
    released: facts.released_on ?? NOT_KNOWN,
  };
}

/** A model that could be tried. */
export type OfferView = Readonly<{
  model: string;
  tier: string;
  headline: string;
  notes: readonly string[];
  tasks: readonly Readonly<{
    key: string;
    task: string;
    now: string;
    calls: string;
    saves: string;
    trial: string;
    able: string;
  }>[];
  config: string;
}>;

export const offerViews = ({ offers }: Pick<ModelOffersReport, "offers">): readonly OfferView[] =>
  offers.map(offerOf);

const ableWords = (able: boolean | null): string =>
  able === null ? "nobody knows" : able ? "assumed" : "not assumed";

function offerOf(offer: ModelOffer): OfferView {
  const { model, tier, price_per_million: listed, takes, not } = offer;
  const left = not.kinds;
  return {
    model,
    tier: tier ?? "not known",
    headline: `${dollarsShown(offer.saves_per_month)} a month on tasks that its tier is assumed to do; a trial costs ${dollarsShown(offer.trial_cost)}, without judges`,
    notes: [
      `${price(listed.input)} in and ${price(listed.output)} out for 1M tokens${offer.released_on === null ? "" : `, released on ${offer.released_on}`}.`,
      ...(left === 0
        ? []
        : [
            `${counted(left, "other kind of calls", "other kinds of calls")}: ${not.unfit} it is not known to take, ${not.not_cheaper} would not cost less, ${not.price_unknown} without a known price.`,
          ]),
      ...(offer.provider_configured
        ? []
        : ["Its provider is not configured: add it under providers first."]),
    ],
    tasks: takes.map((one) => ({
      key: `${one.task}|${one.model}|${one.feature}|${one.tier}`,
      task: one.task ?? "not plain",
      now: one.feature === null ? one.model : `${one.model}, ${one.feature}`,
      calls: compactCount(one.calls),
      saves: dollarsShown(one.saves_per_month),
      trial: dollarsShown(one.trial_cost),
      able: ableWords(one.assumed_able),
    })),
    config: offer.config,
  };
}

/** What was looked at to make offers. */
export const lookedAt = (report: ModelOffersReport): string =>
  `${counted(report.calls, "call")} looked at${report.sampled ? ", a sample" : ""}; ${compactCount(report.calls_untold)} do not tell what they need. ${counted(report.models, "model")} in no pool, ${compactCount(report.models_priced)} of them priced on these calls: the cheapest of each tier, and all new ones.${report.simulated ? " The calls were simulated, and so is the money." : ""}`;

/** How one model of a pool stands. */
export type StandingLine = Readonly<{
  key: string;
  model: string;
  kind: "dominated" | "new";
  badge: string;
  task: string;
  words: string;
}>;

/** The models that are dominated, the references among them first, and those that are new. */
export function standingLines({ pools }: Pick<RoutingReport, "pools">): readonly StandingLine[] {
  const lines = pools.flatMap(({ policy, fingerprints }) =>
    fingerprints.flatMap(({ fingerprint, task, dominated, new_models: fresh }) => {
      const of = `${policy}, ${task ?? (fingerprint === "" ? "no system prompt" : fingerprint.slice(0, 8))}`;
      const key = `${policy}|${fingerprint}`;
      return [
        ...dominated.map((one) => ({
          ...dominatedLine(one),
          key: `${key}|${one.model}`,
          task: of,
        })),
        ...fresh.map((one) => ({ ...newLine(one), key: `${key}|${one.model}|new`, task: of })),
      ];
    }),
  );
  const rank = ({ badge }: StandingLine): number => (badge === "dominated reference" ? 0 : 1);
  return lines.sort((a, b) => rank(a) - rank(b));
}

const dominatedLine = (one: DominatedInPool) => ({
  model: one.model,
  kind: "dominated" as const,
  badge: one.is_reference ? "dominated reference" : "dominated",
  words: `${one.by} is better and costs no more: ${dollarsShown(one.by_cost)} against ${dollarsShown(one.cost)} on ${counted(one.calls, "call")}; quality at least ${percent(one.by_quality_at_least)} (${Math.round(one.by_labels)} labels) against at most ${percent(one.quality_at_most)} (${Math.round(one.labels)} labels). ${one.is_reference ? "The reference answers on, since the promise is held against it." : "It is not asked."}`,
});

const newLine = (one: NewModelInPool) => ({
  model: one.model,
  kind: "new" as const,
  badge: one.standing.replaceAll("_", " "),
  words: `${one.reason}${one.standing === "on_trial" ? `; asked beside on ${percent(one.trial_share)} of calls` : ""}. Asked ${counted(one.asked, "time")} for its trial since the gateway started, expected to cost ${dollarsShown(one.expected_cost)}${one.unpriced === 0 ? "" : ` and ${one.unpriced} of unknown price`}.`,
});
