import type { UsageComponent } from "@headgate/contract";
import type { JsonObject } from "./json-values.ts";
import type { UsageReading } from "./meter.ts";

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

  violate(text: string): void {
    this.violations.push(text);
  }

  reading(): UsageReading {
    return { usage: this.#usage, violations: this.violations };
  }
}
