import { join } from "node:path";
import type { TokenBucket } from "@headgate/contract";
import { byMonth, nextDay, nextMonth } from "../calendar.ts";
import { decimalOf, unitsOf } from "../exact-dollars.ts";
import type { OpenTable } from "../table/table.ts";
import type { BilledLine } from "./billed-line.ts";
import { endpointHours, type OtherCharge } from "./other-charge.ts";

/** The columns of FOCUS 1.2 (https://github.com/FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec, tag v1.2). */
const columns =
  "AvailabilityZone BilledCost BillingAccountId BillingAccountName BillingAccountType BillingCurrency BillingPeriodEnd BillingPeriodStart CapacityReservationId CapacityReservationStatus ChargeCategory ChargeClass ChargeDescription ChargeFrequency ChargePeriodEnd ChargePeriodStart CommitmentDiscountCategory CommitmentDiscountId CommitmentDiscountName CommitmentDiscountQuantity CommitmentDiscountStatus CommitmentDiscountType CommitmentDiscountUnit ConsumedQuantity ConsumedUnit ContractedCost ContractedUnitPrice EffectiveCost InvoiceId InvoiceIssuerName ListCost ListUnitPrice PricingCategory PricingCurrency PricingCurrencyContractedUnitPrice PricingCurrencyEffectiveCost PricingCurrencyListUnitPrice PricingQuantity PricingUnit ProviderName PublisherName RegionId RegionName ResourceId ResourceName ResourceType ServiceCategory ServiceName ServiceSubcategory SkuId SkuMeter SkuPriceDetails SkuPriceId SubAccountId SubAccountName SubAccountType Tags".split(
    " ",
  );

/** FOCUS's decimals and times. */
const amounts: ReadonlySet<string> = new Set(
  columns.filter((name) => /(?:Cost|Quantity|UnitPrice)$/.test(name)),
);
const times: ReadonlySet<string> = new Set(
  columns.filter((name) => /Period(?:Start|End)$/.test(name)),
);

const meterWords: Readonly<Partial<Record<TokenBucket, string>>> = {
  input: "Text Input",
  cache_read: "Cached Text Input",
  output: "Text Output",
};

/** The bill of Google Cloud in FOCUS 1.2, a file a month: Gemini on Vertex AI, and an endpoint. */
export async function writeFocus(
  open: OpenTable,
  folder: string,
  lines: readonly (BilledLine | OtherCharge)[],
): Promise<void> {
  for (const [month, ofMonth] of byMonth(lines)) {
    const file = await open(join(folder, "google-focus", `focus-1.2-${month}`), {
      columns,
      amounts,
      times,
      isCompressed: false,
    });
    for (const line of ofMonth) {
      const cells = "kind" in line ? endpointCells(line) : usageCells(line);
      await file.row({ ...commonCells(month, line), ...cells });
    }
    await file.close();
  }
}

function commonCells(
  month: string,
  { day, picodollars }: Readonly<{ day: string; picodollars: bigint }>,
): Record<string, string> {
  const cost = decimalOf(picodollars);
  return {
    BilledCost: cost,
    EffectiveCost: cost,
    ListCost: cost,
    ContractedCost: cost,
    BillingAccountId: "CONSTRUCTED-0001",
    BillingAccountName: "Constructed company",
    BillingAccountType: "Billing Account",
    BillingCurrency: "USD",
    BillingPeriodStart: `${month}-01T00:00:00Z`,
    BillingPeriodEnd: `${nextMonth(month)}T00:00:00Z`,
    ChargeCategory: "Usage",
    ChargeFrequency: "Usage-Based",
    ChargePeriodStart: `${day}T00:00:00Z`,
    ChargePeriodEnd: `${nextDay(day)}T00:00:00Z`,
    InvoiceIssuerName: "Google Cloud",
    PricingCategory: "Standard",
    ProviderName: "Google Cloud",
    PublisherName: "Google Cloud",
    RegionId: "global",
    ServiceCategory: "AI and Machine Learning",
    ServiceName: "Vertex AI",
  };
}

const teamCells = (team: string): Record<string, string> => ({
  SubAccountId: `constructed-${team}`,
  SubAccountName: team,
  SubAccountType: "Project",
  Tags: JSON.stringify({ team }),
});

function usageCells({ route, component, quantity, unitPrice, team }: BilledLine) {
  const words = meterWords[component];
  if (words === undefined) throw new RangeError(`Google has no meter for ${component}`);
  const meter = `${route.title} ${words} Tokens`;
  const price = decimalOf(unitPrice * 1_000_000n);
  return {
    ChargeDescription: meter,
    SkuMeter: meter,
    SkuId: `constructed ${meter}`,
    SkuPriceId: `constructed ${meter}`,
    ServiceSubcategory: "Generative AI",
    ConsumedQuantity: String(quantity),
    ConsumedUnit: "Tokens",
    PricingQuantity: decimalOf(quantity, 6),
    PricingUnit: "1000000 Tokens",
    ListUnitPrice: price,
    ContractedUnitPrice: price,
    ...teamCells(team),
  };
}

function endpointCells(line: OtherCharge): Record<string, string> {
  if (line.kind === "commitment") {
    return {
      ChargeDescription: "Constructed commitment that nothing used",
      ServiceSubcategory: "Generative AI",
      CommitmentDiscountCategory: "Usage",
      CommitmentDiscountId: "constructed-commitment",
      CommitmentDiscountName: "Constructed commitment",
      CommitmentDiscountStatus: "Unused",
      CommitmentDiscountType: "Committed use",
    };
  }
  if (line.kind !== "accelerator") {
    throw new RangeError(`Google's bill has no ${line.kind} of this company's`);
  }
  const { dollarsAnHour, instance, name, team } = line.endpoint;
  const hours = String(endpointHours(line.endpoint));
  const meter = `Online Prediction ${instance} with GPU`;
  const price = decimalOf(unitsOf(dollarsAnHour));
  return {
    ChargeDescription: meter,
    SkuMeter: meter,
    SkuId: `constructed ${meter}`,
    SkuPriceId: `constructed ${meter}`,
    ServiceSubcategory: "AI Platforms",
    ResourceId: `//aiplatform.googleapis.com/projects/constructed-${team}/locations/us-central1/endpoints/${name}`,
    ResourceName: name,
    ResourceType: "Endpoint",
    RegionId: "us-central1",
    ConsumedQuantity: hours,
    ConsumedUnit: "Hours",
    PricingQuantity: hours,
    PricingUnit: "Hours",
    ListUnitPrice: price,
    ContractedUnitPrice: price,
    ...teamCells(team),
  };
}
