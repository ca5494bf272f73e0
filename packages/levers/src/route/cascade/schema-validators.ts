import { Validator } from "@cfworker/json-schema";
import { withinTime } from "./within-time.ts";

type Schema = Readonly<Record<string, unknown>>;

/** Larger schemas are not looked at. */
const MOST_CHARACTERS = 65_536;
const MOST_KEPT = 200;
const LIMIT_MS = 100;

/**
 * Holds values to JSON schemas that clients sent. An interpreter on purpose: ajv makes code of schemas and says that it
 * treats them "as trusted as your application code" (https://ajv.js.org/security.html, read 2026-11-29); these
 * are not. Prepared schemas are kept, the least used are forgotten; time is bounded.
 */
export class SchemaValidators {
  /** `"slow"`: one that took too long twice is not tried again. */
  readonly #kept = new Map<string, Validator | "slow">();

  /**
   * Whether a value is what a schema asks for; undefined where that cannot be told: a schema that is too large, that
   * refers to what is not in it, or that takes too long.
   */
  holds(schema: Schema, value: unknown): boolean | undefined {
    const key = JSON.stringify(schema);
    if (key.length > MOST_CHARACTERS) return undefined;
    // Twice: a pause of the machine is no schema's fault, and what is kept as slow stays so.
    for (let tries = 0; tries < 2; tries += 1) {
      const known = this.#kept.get(key);
      if (known === "slow") return undefined;
      const told = withinTime(LIMIT_MS, () => this.#looked(key, known, value));
      if (told.kind === "done") return told.result;
    }
    this.#keep(key, "slow");
    return undefined;
  }

  #looked(key: string, known: Validator | undefined, value: unknown): boolean | undefined {
    try {
      // A copy: the library writes its own marks into what it is given.
      const validator = known ?? new Validator(JSON.parse(key) as Schema, "2020-12");
      this.#keep(key, validator);
      return validator.validate(value).valid;
    } catch {
      // References that lead nowhere, patterns that are none, endless recursion: such a schema tells nothing.
      return undefined;
    }
  }

  #keep(key: string, validator: Validator | "slow"): void {
    this.#kept.delete(key);
    this.#kept.set(key, validator);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}
