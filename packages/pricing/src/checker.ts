import { type PriceScope, type PriceTier, priceScopes, priceTiers } from "@headgate/contract";

/** A model's or provider's name as the APIs write them. */
export const NAME = /^[A-Za-z0-9@~][A-Za-z0-9._:/@+ -]*$/;
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Where a fault is; worked out only when there is one. */
export type Place = string | (() => string);

/** Collects every fault of a file with its place, so that all are mended at once. */
export class Checker {
  readonly faults: string[] = [];
  /** Days that were found right: few days stand in many entries. */
  readonly #days = new Set<unknown>();

  at(place: Place): (path: string, message: string) => void {
    return (path, message) => {
      const where = typeof place === "string" ? place : place();
      this.faults.push(`${path === "" ? where : `${where} ${path}`}: ${message}`);
    };
  }

  keys(
    place: Place,
    value: Readonly<Record<string, unknown>>,
    allowed: ReadonlySet<string>,
    path = "",
  ): void {
    for (const key in value) {
      if (!allowed.has(key)) this.at(place)(path, `unrecognised key "${key}"`);
    }
  }

  text(place: Place, path: string, value: unknown, pattern: RegExp, expected: string): void {
    if (typeof value !== "string" || !pattern.test(value))
      this.at(place)(path, `expected ${expected}`);
  }

  day(place: Place, path: string, value: unknown): void {
    if (this.#days.has(value)) return;
    const valid =
      typeof value === "string" &&
      DAY.test(value) &&
      !Number.isNaN(Date.parse(`${value}T00:00:00Z`));
    if (valid) this.#days.add(value);
    else this.at(place)(path, "expected a day of the form yyyy-mm-dd");
  }

  scope(place: Place, path: string, value: unknown): void {
    if (!scopes.has(value)) this.at(place)(path, `expected one of ${priceScopes.join(", ")}`);
  }

  tier(place: Place, path: string, value: unknown): void {
    if (!tiers.has(value)) this.at(place)(path, `expected one of ${priceTiers.join(", ")}`);
  }
}

const scopes: ReadonlySet<unknown> = new Set<PriceScope>(priceScopes);
const tiers: ReadonlySet<unknown> = new Set<PriceTier>(priceTiers);
