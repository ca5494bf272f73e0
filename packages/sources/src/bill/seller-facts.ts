import type { UsageComponent } from "@headgate/contract";
import { billedModelOf } from "./billed-model.ts";
import { componentQuantity, tokensInUnit } from "./component-quantity.ts";
import {
  billedServiceOf,
  type LineFacts,
  type LineSubject,
  type ModelFacts,
} from "./line-facts.ts";
import { googleSpending, otherSpending } from "./spending-of.ts";

/** Sellers of models whose bills reach FOCUS by themselves, as the price book names them. */
const sellers: readonly (readonly [RegExp, string])[] = [
  [/vertex ai/i, "vertex"],
  [/gemini api|generative language/i, "gemini"],
  [/\bopenai\b/i, "openai"],
  [/\banthropic\b/i, "anthropic"],
  [/\bmistral\b/i, "mistral"],
  [/\bdeepseek\b/i, "deepseek"],
  [/\bgroq\b/i, "groq"],
  [/\bxai\b/i, "xai"],
  [/\bcohere\b/i, "cohere"],
  [/\btogether ai\b/i, "together"],
  [/\bfireworks\b/i, "fireworks"],
];

/** `gpt-5-nano, input_tokens`; `Gemini 2.5 Flash Text Input - Predictions`; `Claude Opus 5 - output tokens`. */
const MODEL_BEFORE =
  /^(.+?)(?:\s*[,|;:]\s*|\s+-\s+|\s+usage\b|\s+(?=(?:GA\s+)?(?:text|audio|image|video|cached|input|output)\b))/i;

/** `ft:gpt-4o-mini-2024-07-18:acme::abc, input`: colons without a space are within the name. */
const FINE_TUNE_BEFORE = /^(.+?)(?:\s*[,|;]\s*|:?\s+)/;

/** What a line of any other seller's says of models, and what it went to. */
export function sellerFacts(subject: LineSubject): LineFacts {
  const billed = billedServiceOf(subject);
  const spending = googleSpending(billed) ?? otherSpending(billed, subject.focusCategory);
  const provider = sellers.find(([pattern]) => pattern.test(billed.service))?.[1];
  const meter = subject.meter ?? subject.description;
  const component = meter === undefined ? undefined : componentIn(meter);
  if (provider === undefined || meter === undefined || component === undefined) {
    return { facts: provider === undefined ? {} : { provider }, spending, warnings: [] };
  }
  const before = meter.startsWith("ft:") ? FINE_TUNE_BEFORE : MODEL_BEFORE;
  const name = before.exec(meter)?.[1]?.trim();
  const known =
    name === undefined
      ? undefined
      : (billedModelOf(provider, name.replace(/\s+/g, "-").toLowerCase(), subject.atMs) ??
        billedModelOf(provider, name, subject.atMs));
  const about: ModelFacts = {
    provider,
    ...(name !== undefined && { billed_model: name }),
    ...(known !== undefined && { model: known.model }),
    component,
  };
  const multiplier = tokensInUnit(subject.unit);
  // A unit that is no token's (requests, hours, a seller's credits) is none to warn of here.
  if (!subject.isUsage || subject.quantity === undefined || multiplier === undefined) {
    return { facts: about, spending, warnings: [] };
  }
  const { quantity, warning } = componentQuantity({
    quantity: subject.quantity,
    multiplier,
    component,
    cost: subject.cost,
    currency: subject.currency,
    provider: known?.provider,
    model: known?.model,
    atMs: subject.atMs,
  });
  return {
    facts: { ...about, ...(quantity !== undefined && { component_quantity: quantity }) },
    spending,
    warnings: warning === undefined ? [] : [warning],
  };
}

function componentIn(meter: string): UsageComponent | undefined {
  // `audio_input_tokens` too: an underscore ends a word here.
  if (/(?<![a-z0-9])(?:audio|image|video)(?![a-z0-9])/i.test(meter)) return undefined;
  if (/cache[d\s_-]*(?:write|creation)/i.test(meter)) return "cache_write";
  if (/cache|cached/i.test(meter)) return "cache_read";
  if (/input|prompt/i.test(meter)) return "input";
  return /output|completion/i.test(meter) ? "output" : undefined;
}
