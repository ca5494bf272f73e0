import type { UsageComponent } from "@headgate/contract";
import { awsRegionOf } from "./aws-region.ts";
import { awsSpending } from "./aws-spending.ts";
import { type BedrockUsageType, readBedrockUsageType } from "./bedrock-usage-type.ts";
import { billedModelOf } from "./billed-model.ts";
import { componentQuantity, tokensInUnit } from "./component-quantity.ts";
import {
  billedServiceOf,
  type LineFacts,
  type LineSubject,
  type ModelFacts,
} from "./line-facts.ts";
import { otherSpending } from "./spending-of.ts";

/** A line of AWS's, with what the product says of itself where the bill has it. */
export type AwsSubject = LineSubject &
  Readonly<{
    /** `Claude Sonnet 4 (Amazon Bedrock Edition)`: the only name of a model on a line of the marketplace. */
    productName?: string | undefined;
    /** Attributes of Bedrock's products on newer bills; believed before the usage type. */
    product?: Readonly<{
      model?: string | undefined;
      inferenceType?: string | undefined;
      feature?: string | undefined;
    }>;
  }>;

const BEDROCK = /bedrock/i;
const EDITION = /\s*\(amazon bedrock edition\)\s*$/i;

/** What a line of AWS's bill says of models, and what it went to. */
export function awsFacts(subject: AwsSubject): LineFacts {
  const billed = billedServiceOf(subject);
  const isBedrock = BEDROCK.test(`${billed.service} ${subject.productName ?? ""}`);
  const usageType = subject.meter ?? "";
  const bedrock = isBedrock ? readBedrockUsageType(usageType) : undefined;
  const name = bedrock === undefined ? undefined : modelNameOf(subject, bedrock);
  const spending =
    awsSpending(billed, bedrock, name) ?? otherSpending(billed, subject.focusCategory);
  const region = bedrock?.region ?? awsRegionOf(usageType).region;
  if (bedrock === undefined) return { facts: {}, spending, region, warnings: [] };
  return { ...bedrockFacts(subject, bedrock, name), spending, region };
}

function modelNameOf(
  { product, productName }: AwsSubject,
  { model }: BedrockUsageType,
): string | undefined {
  const edition =
    productName !== undefined && EDITION.test(productName)
      ? productName.replace(EDITION, "")
      : undefined;
  return product?.model ?? model ?? edition;
}

function bedrockFacts(
  subject: AwsSubject,
  bedrock: BedrockUsageType,
  name: string | undefined,
): Pick<LineFacts, "facts" | "warnings"> {
  const known = name === undefined ? undefined : knownModel(name, subject.atMs);
  const tier = tierOf(subject.product?.feature) ?? bedrock.tier;
  const component = componentOf(subject.product?.inferenceType, bedrock.component);
  const scope = bedrock.scope ?? scopeIn(subject.description) ?? known?.scope;
  const about: ModelFacts = {
    provider: "bedrock",
    ...(name !== undefined && { billed_model: name }),
    ...(known !== undefined && { model: known.model }),
    ...(tier !== undefined && { service_tier: tier }),
    ...(scope !== undefined && { scope }),
  };
  if (component === undefined || !subject.isUsage || subject.quantity === undefined) {
    return { facts: { ...about, ...(component !== undefined && { component }) }, warnings: [] };
  }
  const { quantity, warning } = componentQuantity({
    quantity: subject.quantity,
    multiplier:
      component === "images"
        ? "1"
        : tokensInUnit(subject.unit ?? (bedrock.marketplace ? "Units" : undefined), {
            isMarketplace: bedrock.marketplace,
          }),
    component,
    cost: subject.cost,
    currency: subject.currency,
    provider: known?.provider,
    model: known?.model,
    atMs: subject.atMs,
  });
  return {
    facts: { ...about, component, ...(quantity !== undefined && { component_quantity: quantity }) },
    warnings: warning === undefined ? [] : [warning],
  };
}

/** As an id would write it, then as a usage type would, then as it stands: `Claude Fable 5.1`. */
function knownModel(name: string, atMs: number): ReturnType<typeof billedModelOf> {
  const dashed = name.toLowerCase().replace(/[\s.]+/g, "-");
  const spellings = name.includes(" ") ? [dashed, name.replace(/\s+/g, ""), name] : [name];
  for (const spelling of spellings) {
    const known = billedModelOf("bedrock", spelling, atMs);
    if (known !== undefined) return known;
  }
  return undefined;
}

/** The product's words for what is billed; the usage type may say more of the same (which audio, which hour). */
function componentOf(
  inferenceType: string | undefined,
  fromUsageType: UsageComponent | undefined,
): UsageComponent | undefined {
  const told = inferenceComponent(inferenceType);
  if (told === undefined) return fromUsageType;
  return fromUsageType?.startsWith(told) === true ? fromUsageType : told;
}

function inferenceComponent(inferenceType: string | undefined): UsageComponent | undefined {
  const text = inferenceType ?? "";
  if (/cache.*read/i.test(text)) return "cache_read";
  if (/cache.*write/i.test(text)) return /1\s?h/i.test(text) ? "cache_write_1h" : "cache_write";
  if (/input/i.test(text)) return "input";
  return /output|response/i.test(text) ? "output" : undefined;
}

function tierOf(feature: string | undefined): string | undefined {
  const text = feature ?? "";
  if (/batch/i.test(text)) return "batch";
  if (/flex/i.test(text)) return "flex";
  if (/priority/i.test(text)) return "priority";
  if (/provisioned/i.test(text)) return "provisioned";
  return undefined;
}

/** The marketplace's descriptions: `…|Million Input Tokens Regional CRIS`, `… Global`. */
function scopeIn(description: string | undefined): "global" | "geo" | undefined {
  const text = description ?? "";
  if (/tokens.*\bglobal\b/i.test(text)) return "global";
  return /tokens.*\b(?:regional cris|geo)\b/i.test(text) ? "geo" : undefined;
}
