import {
  type Confidence,
  inputTokens,
  type ModelUsage,
  type Operation,
  type PriceScope,
  type Usage,
  type UsageComponent,
  type UsageOrigin,
  usageComponents,
} from "@headgate/contract";
import { type Picodollars, picodollars } from "@headgate/money";
import {
  type Charge,
  costsAtList,
  notBilled,
  type PricedLine,
  unpriced,
  usageUnknown,
} from "./charge.ts";
import { chooseTable } from "./choose-table.ts";
import { findModel } from "./find-model.ts";
import { whyFree } from "./free-operations.ts";
import { type ChargePart, joinCharges } from "./join-charges.ts";
import type { PriceBook } from "./price-book.ts";
import { addLines } from "./rate-component.ts";
import type { ModelPrices, Rate } from "./rate-table.ts";
import { providerNamed } from "./resolve/provider-names.ts";
import type { OwnNames } from "./resolve/resolution.ts";
import { tierOf } from "./service-tier.ts";
import { substituteFor } from "./substitute-for.ts";

/** What is known of an attempt when it is priced. */
export type RatingInput = Readonly<{
  /** Whose prices hold, as the price book or a log names them. */
  provider: string;
  /** Names to look the price up by, in order: the response's model, the sent one, the requested one. */
  models: readonly string[];
  usage: Usage;
  /** Usage of other models within the answer, and earlier work of its own model. */
  otherUsage?: readonly ModelUsage[] | undefined;
  usageOrigin: UsageOrigin;
  /** Inconsistencies that were found while the usage was read. */
  usageViolations?: readonly string[];
  /** The response's service tier, in the provider's word. */
  serviceTier?: string;
  /** Who may serve it; unless said, what the provider's unmarked prices are for (mostly `global`). */
  scope?: PriceScope;
  /** The geography or region of the scope, as the price book names it: `eu`, `us-east-1`. */
  place?: string;
  /** The region that the call was made to; with the names it tells scope and place where they are not said. */
  region?: string | undefined;
  /** What names of the operator's own stand for: deployments, inference profiles. */
  ownNames?: OwnNames | undefined;
  operation: Operation;
  /** When the call was made, milliseconds since the epoch. */
  atMs: number;
}>;

/**
 * Prices usage, exactly: `quantity × unit price` for every component, no rounding. A component with a
 * quantity and no price makes the whole charge unknown; the lines that could be priced are kept.
 *
 * Confidence is the worst of: the price records used, the usage's origin (`estimated`), and every
 * rule that had to be applied (`derived`): a name or tier that had to be read as another, a cache
 * write of unknown time to live, usage that contradicts itself.
 *
 * Usage of other models within the answer is priced in the same way, each by its own model's prices at the
 * call's moment, tier and place and by its own length; their lines name the model.
 */
export function rateUsage(book: PriceBook, input: RatingInput): Charge {
  const { otherUsage } = input;
  if (otherUsage === undefined || otherUsage.length === 0) return rateModel(book, input);
  if (whyFree(input.operation) !== undefined) return rateModel(book, input);
  return joinCharges(partsOf(book, input, otherUsage));
}

/** The model that answered, where it used anything, and each piece of work of another. */
function partsOf(
  book: PriceBook,
  input: RatingInput,
  otherUsage: readonly ModelUsage[],
): readonly ChargePart[] {
  const { usageViolations, otherUsage: _others, ...call } = input;
  const isIdle = Object.values(input.usage).every((quantity) => quantity === undefined);
  const own = isIdle ? [] : [{ charge: rateModel(book, input) }];
  // Names of the answer's model may say where the call was served; another model was served there too.
  const found = findModel(book, input);
  const { scope, place } = found.kind === "found" ? whereServed(input, found) : input;
  const others = otherUsage.map(({ model, usage }, index) => ({
    model,
    charge: rateModel(book, {
      ...call,
      // They are of the whole usage, and told once.
      ...(isIdle && index === 0 && usageViolations !== undefined && { usageViolations }),
      ...(scope !== undefined && { scope }),
      ...(place !== undefined && { place }),
      // Earlier work of the answer's own model has all its names.
      models: model === input.models[0] ? input.models : [model],
      usage,
    }),
  }));
  return [...own, ...others];
}

function rateModel(book: PriceBook, input: RatingInput): Charge {
  const { usage, usageViolations } = input;
  const free = whyFree(input.operation);
  if (free !== undefined) return notBilled(free);
  if (input.usageOrigin === "none") return unpriced(usageUnknown.notTold);
  const tier = tierOf(providerNamed(input.provider), input.serviceTier);
  if (tier.kind === "unknown") return unpriced(tier.reason);
  const model = findModel(book, input);
  if (model.kind === "missing") return unpriced(model.reason);
  const where = whereServed(input, model);
  const choice = chooseTable(model.prices, tier.tier, {
    scope: where.scope,
    place: where.place,
    region: model.region,
  });
  const placeOf = (): string =>
    describePlace(model.prices.model, tier.tier, choice.scope, where.place);
  const { table } = choice;
  if (table === undefined) return unpriced(`no price is known for ${placeOf()}`);
  const promptTokens = inputTokens(usage);
  const limit = table.pricedUpToInputTokens;
  if (limit !== undefined && (promptTokens === undefined || promptTokens > limit)) {
    return unpriced(`${placeOf()} has a known price up to ${limit} prompt tokens only`);
  }

  const doubts: string[] = [];
  if (choice.doubt !== undefined) doubts.push(choice.doubt);
  if (input.usageOrigin === "estimated") doubts.push("the usage is an estimate");
  if (usageViolations !== undefined && usageViolations.length > 0) {
    doubts.push(`the usage contradicts itself: ${usageViolations.join(", ")}`);
  }
  doubts.push(...model.doubts);
  if (model.placeDoubt !== undefined && !tellsPlace(input, model.prices)) {
    doubts.push(model.placeDoubt);
  }
  if (tier.doubt !== undefined) doubts.push(tier.doubt);

  const lines: PricedLine[] = [];
  const missing: UsageComponent[] = [];
  let estimated = input.usageOrigin === "estimated";
  let reported = false;
  for (const component of usageComponents) {
    const quantity = usage[component];
    if (quantity === undefined) continue;
    reported = true;
    if (quantity === 0) continue;
    if (!Number.isSafeInteger(quantity) || quantity < 0) {
      return unpriced(`${component} is ${quantity}, which is not a whole number of units`);
    }
    const substitute = substituteFor(component, table, model.prices.componentFallbacks);
    const rates = table.rates[substitute?.component ?? component];
    const firstLine = lines.length;
    const added =
      rates !== undefined && addLines(lines, component, quantity, rates, promptTokens, usage);
    if (!added) {
      missing.push(component);
      continue;
    }
    if (substitute?.doubt !== undefined) addDoubt(doubts, substitute.doubt);
    for (const rate of rates) {
      if (rate.doubt === undefined || !isUsed(rate, lines, firstLine)) continue;
      addDoubt(doubts, rate.doubt);
      if (rate.record.confidence === "estimated") estimated = true;
    }
  }
  if (!reported) return unpriced("the usage holds no quantity");
  if (missing.length > 0) {
    return unpriced(`no price is known for ${missing.join(", ")} of ${placeOf()}`, lines);
  }
  const confidence: Confidence = estimated ? "estimated" : doubts.length > 0 ? "derived" : "exact";
  const costs = costsAtList(totalOf(lines));
  return doubts.length === 0
    ? { confidence, ...costs, lines }
    : { confidence, ...costs, lines, reason: doubts.join("; ") };
}

type Where = Readonly<{ scope?: PriceScope | undefined; place?: string | undefined }>;

/**
 * What is said of the call holds over what its model's names and its region tell. Logs say the scope alone:
 * the place within it is then the one that the names tell, where they tell the same scope.
 */
const whereServed = (said: Where, told: Where): Where => {
  if (said.place !== undefined) return said;
  return said.scope === undefined || said.scope === told.scope ? told : said;
};

/** A scope in which each place has prices of its own does not tell the place. */
const tellsPlace = ({ scope, place }: Where, { defaultScope }: ModelPrices): boolean =>
  place !== undefined || (scope !== undefined && (scope === "global" || scope !== defaultScope));

const describePlace = (
  model: string,
  tier: string,
  scope: PriceScope,
  place: string | undefined,
): string => {
  const where = scope === "global" ? "" : `, ${scope}${place === undefined ? "" : ` ${place}`}`;
  return `${model} (${tier}${where})`;
};

const isUsed = (rate: Rate, lines: readonly PricedLine[], firstLine: number): boolean => {
  for (let index = firstLine; index < lines.length; index += 1) {
    if (lines[index]?.priceRecord === rate.record.id) return true;
  }
  return false;
};

const addDoubt = (doubts: string[], doubt: string): void => {
  if (!doubts.includes(doubt)) doubts.push(doubt);
};

const totalOf = (lines: readonly PricedLine[]): Picodollars => {
  let total = 0n;
  for (const line of lines) total += line.listCost;
  return picodollars(total);
};
