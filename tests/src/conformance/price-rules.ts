import type { PriceBook } from "@headgate/pricing";
import { modelsOfTheDay } from "./models-of-the-day.ts";
import { rateRules } from "./rate-rules.ts";
import { unknownRules } from "./unknown-rules.ts";

/** One rule of pricing as it holds for one provider's models. */
export type RuleResult = Readonly<{
  rule: string;
  provider: string;
  /** Models, or calls, that the rule was tried on; 0 where no price lets it be tried. */
  checked: number;
  faults: readonly string[];
  /** What is not wrong but is not whole either: prices that are missing, or that a catalogue alone tells. */
  remarks: readonly string[];
}>;

/** Tries every rule on every model that has a price on the day. */
export function checkPriceRules(book: PriceBook): readonly RuleResult[] {
  const models = modelsOfTheDay(book);
  const providers = [...new Set(models.map(({ provider }) => provider))].sort();
  return [...rateRules, ...unknownRules].flatMap(({ name, check }) =>
    providers.map((provider) => {
      const found = models
        .filter((model) => model.provider === provider)
        .map((model) => check(book, model))
        .filter((findings) => findings !== undefined);
      const findings = found.flat();
      return {
        rule: name,
        provider,
        checked: found.length,
        faults: findings.flatMap((finding) => ("fault" in finding ? [finding.fault] : [])),
        remarks: findings.flatMap((finding) => ("remark" in finding ? [finding.remark] : [])),
      };
    }),
  );
}
