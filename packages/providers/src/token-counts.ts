import type { UsageComponent } from "@headgate/contract";
import type { JsonObject } from "./json-values.ts";
import type { UsageReading } from "./meter.ts";

/** `cached_tokens`, `totalTokenCount`, `inputTokens`; not `tokens_per_second`. */
const tokenCount = /tokens?(?:_?count)?$/i;

/** Collects one usage object's buckets and the contradictions met on the way. */
export class UsageBuilder {
  readonly violations: string[] = [];
  readonly #usage: Partial<Record<UsageComponent, number>> = {};

  /** The count at `field`, or `undefined` when it was not said; what is no count is reported. */
  count(source: JsonObject | undefined, field: string, place = field): number | undefined {
    const value = source?.[field];
    if (value === undefined || value === null) return undefined;
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
    this.violations.push(`${place} is not a count: ${JSON.stringify(value)?.slice(0, 40)}`);
    return undefined;
  }

  set(component: UsageComponent, quantity: number | undefined): void {
    if (quantity !== undefined) this.#usage[component] = quantity;
  }

  /**
   * Reports counts of tokens that a reader does not know: they may be billed, and would otherwise be
   * dropped without a word.
   *
   * @param place where the object stands, with a dot at its end; empty at the top
   */
  reportUnknown(source: JsonObject | undefined, known: ReadonlySet<string>, place = ""): void {
    for (const field in source) {
      if (known.has(field) || !tokenCount.test(field)) continue;
      const value = source[field];
      if (typeof value === "number" && value !== 0) {
        this.violations.push(`${place}${field} ${value} is not a count that is known here`);
      }
    }
  }

  violate(text: string): void {
    this.violations.push(text);
  }

  reading(): UsageReading {
    return { usage: this.#usage, violations: this.violations };
  }
}
