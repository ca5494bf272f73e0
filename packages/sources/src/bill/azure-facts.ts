import { type AzureMeter, azureBlockSize, readAzureMeter } from "./azure-meter.ts";
import { azureModelOf } from "./azure-model.ts";
import { componentQuantity, tokensInUnit } from "./component-quantity.ts";
import {
  billedServiceOf,
  type LineFacts,
  type LineSubject,
  type ModelFacts,
} from "./line-facts.ts";
import { azureSpending, otherSpending } from "./spending-of.ts";

const MODELS =
  /azure openai|foundry models|azure ai foundry|azure (?:grok|deepseek|llama|mistral|phi|kimi|cohere) models|\bopenai\b/i;

/** What a line of Azure's bill says of models, and what it went to. */
export function azureFacts(subject: LineSubject): LineFacts {
  const billed = billedServiceOf(subject);
  const meter = MODELS.test(billed.service) ? readAzureMeter(subject.meter ?? "") : undefined;
  const spending = azureSpending(billed, meter) ?? otherSpending(billed, subject.focusCategory);
  if (meter === undefined) return { facts: {}, spending, warnings: [] };
  return { ...meterFacts(subject, meter), spending };
}

function meterFacts(
  subject: LineSubject,
  { model: name, component, tier, scope, fineTuned }: AzureMeter,
): Pick<LineFacts, "facts" | "warnings"> {
  // A fine-tune has a price of its own, so it is not the model that it was made of.
  const known =
    name === undefined || fineTuned === true ? undefined : azureModelOf(name, subject.atMs);
  const about: ModelFacts = {
    provider: "azure",
    ...(name !== undefined && { billed_model: fineTuned === true ? `${name} ft` : name }),
    ...(known !== undefined && { model: known.model }),
    ...(tier !== undefined && { service_tier: tier }),
    ...(scope !== undefined && { scope }),
    ...(component !== undefined && { component }),
  };
  if (component === undefined || !subject.isUsage || subject.quantity === undefined) {
    return { facts: about, warnings: [] };
  }
  const { quantity, warning } = componentQuantity({
    quantity: subject.quantity,
    multiplier: tokensInUnit(subject.unit) ?? azureBlockSize(subject.unit),
    component,
    cost: subject.cost,
    currency: subject.currency,
    provider: known?.provider,
    model: known?.model,
    atMs: subject.atMs,
  });
  return {
    facts: { ...about, ...(quantity !== undefined && { component_quantity: quantity }) },
    warnings: warning === undefined ? [] : [warning],
  };
}
