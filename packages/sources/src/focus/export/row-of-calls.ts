import { type SpendCategory, spendCategories } from "@headgate/contract";
import type { ExportedCalls } from "@headgate/ledger";
import { monthOf } from "../../bill/bill-time.ts";
import { type FocusRow, focusTime } from "./focus-row.ts";
import { serviceClassOf } from "./service-categories.ts";
import { unitPriceOf } from "./unit-price.ts";
import { focusUnitOf } from "./units.ts";

const DAY_MS = 86_400_000;
/** FOCUS wants an account on every row; calls need not name one. */
const UNKNOWN_ACCOUNT = "unknown";

/** Sellers' and services' names as their own bills in FOCUS have them; any other provider's is its own name. */
const services: Readonly<Record<string, Readonly<{ provider: string; service: string }>>> = {
  openai: { provider: "OpenAI", service: "OpenAI API" },
  anthropic: { provider: "Anthropic", service: "Claude API" },
  bedrock: { provider: "AWS", service: "Amazon Bedrock" },
  azure: { provider: "Microsoft", service: "Azure OpenAI" },
  gemini: { provider: "Google", service: "Gemini API" },
  vertex: { provider: "Google Cloud", service: "Vertex AI" },
};

/**
 * Calls of a day as a row of FOCUS: the ledger's own estimate, by list prices and the operator's terms. No
 * invoice says so, and none is named.
 * @param range the exported time: a charge period ends where it does
 */
export function focusRowOfCalls(
  calls: ExportedCalls,
  range: Readonly<{ fromMs: number; toMs: number }>,
  simulated: boolean,
): FocusRow {
  const month = monthOf(calls.dayMs);
  const spending = categoryOf(calls.category);
  const { category, subcategory } = serviceClassOf({}, spending);
  const seller = services[calls.provider] ?? { provider: calls.provider, service: calls.provider };
  const account = calls.account ?? UNKNOWN_ACCOUNT;
  const price = pricingOf(calls);
  return {
    BillingAccountId: account,
    BillingAccountName: account,
    BillingPeriodStart: focusTime(month.startMs),
    BillingPeriodEnd: focusTime(month.endMs),
    ChargePeriodStart: focusTime(Math.max(calls.dayMs, range.fromMs)),
    ChargePeriodEnd: focusTime(Math.min(calls.dayMs + DAY_MS, range.toMs)),
    ChargeCategory: "Usage",
    ChargeDescription: descriptionOf(calls, simulated),
    ChargeFrequency: "Usage-Based",
    ProviderName: seller.provider,
    PublisherName: seller.provider,
    InvoiceIssuerName: seller.provider,
    ServiceCategory: category,
    ServiceSubcategory: subcategory,
    ServiceName: seller.service,
    RegionId: calls.region,
    RegionName: calls.region,
    BillingCurrency: "USD",
    BilledCost: calls.billedCost,
    EffectiveCost: calls.effectiveCost,
    ListCost: calls.listCost,
    ContractedCost: calls.contractedCost,
    PricingCategory: calls.serviceTier === "reserved" ? "Committed" : "Standard",
    PricingCurrency: "USD",
    PricingCurrencyEffectiveCost: calls.effectiveCost,
    ...price,
    PricingCurrencyListUnitPrice: price.ListUnitPrice,
    PricingCurrencyContractedUnitPrice: price.ContractedUnitPrice,
    Tags: JSON.stringify({ ...calls.tags, ...labelTags(calls.attribution) }),
    x_HeadgateBasis: "calls",
    x_HeadgateFilled: [
      ...(calls.account === null ? ["BillingAccountId"] : []),
      "BillingAccountName",
    ].join(" "),
    x_HeadgateSource: calls.source,
    x_HeadgateConfidence: calls.confidence,
    x_HeadgateAttempts: String(calls.attempts),
    x_HeadgateSimulated: simulated ? "true" : null,
    x_HeadgateCategory: spending,
    x_HeadgateProvider: calls.provider,
    x_HeadgateBilledModel: calls.model,
    x_HeadgateModel: calls.model,
    x_HeadgateComponent: calls.component,
    x_HeadgateComponentQuantity: calls.component === null ? null : calls.quantity,
    x_HeadgateServiceTier: calls.serviceTier,
    x_HeadgateScope: calls.scope,
  };
}

/** Labels among the tags, with a prefix that FOCUS wants of tags that are not the user's own. */
export const labelTags = (
  labels: Readonly<Record<string, string | undefined>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(labels).flatMap(([field, label]) =>
      label === undefined || field === "user" || field === "session"
        ? []
        : [[`headgate:${field}`, label]],
    ),
  );

const categoryOf = (word: string): SpendCategory => {
  const found = spendCategories.find((category) => category === word);
  if (found === undefined) throw new TypeError(`no category "${word}"`);
  return found;
};

/** A charge that no line explains is one charge at its own price. */
function pricingOf(calls: ExportedCalls) {
  const { component, priceRecord, unitPrice, quantity } = calls;
  const meter = [calls.provider, calls.model ?? "unknown model"].join("/");
  if (component === null || priceRecord === null || unitPrice === null || quantity === null) {
    const sign = calls.listCost.startsWith("-") ? "-1" : "1";
    return {
      SkuId: `${meter}/charge`,
      SkuPriceId: `${meter}/charge`,
      SkuMeter: "charge",
      SkuPriceDetails: "{}",
      PricingQuantity: sign,
      PricingUnit: "Charges",
      ListUnitPrice: unitPriceOf(calls.listCost, sign) ?? null,
      ContractedUnitPrice: unitPriceOf(calls.contractedCost, sign) ?? null,
      ConsumedQuantity: sign,
      ConsumedUnit: "Charges",
    };
  }
  const unit = focusUnitOf(component);
  return {
    SkuId: skuOf(priceRecord),
    SkuPriceId: priceRecord,
    SkuMeter: component,
    SkuPriceDetails: JSON.stringify({
      ...(calls.serviceTier === null ? {} : { x_ServiceTier: calls.serviceTier }),
      ...(calls.scope === null ? {} : { x_Scope: calls.scope }),
    }),
    PricingQuantity: quantity,
    PricingUnit: unit,
    ListUnitPrice: unitPrice,
    ContractedUnitPrice:
      calls.contractedCost === calls.listCost
        ? unitPrice
        : (unitPriceOf(calls.contractedCost, quantity) ?? null),
    ConsumedQuantity: quantity,
    ConsumedUnit: unit,
  };
}

/** `provider/model/tier/where/component@date` is one price of the SKU `provider/model/component`. */
const skuOf = (priceRecord: string): string => {
  const parts = /^(.+)\/[^/]+\/[^/]+\/([^/@]+)@/.exec(priceRecord);
  return parts === null ? priceRecord : `${parts[1]}/${parts[2]}`;
};

function descriptionOf(
  { component, model, provider, confidence }: ExportedCalls,
  simulated: boolean,
): string {
  const what = `${component ?? "charge"} of ${model ?? "a model that is not known"} at ${provider}`;
  return `${what}; estimated by Headgate from calls, ${confidence}${simulated ? "; simulated" : ""}`;
}
