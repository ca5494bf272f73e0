import { HeadgateError } from "@headgate/contract";
import { isJsonObject, type JsonObject } from "../json-values.ts";
import { isHarmless } from "./harmless.ts";
import type { TranslationNotes } from "./notes.ts";

/**
 * Reads the members of one object of a request, and knows which were read: {@link done} reports the
 * others, so that nothing is left out in silence. `null` is taken as not said.
 */
export class Fields {
  readonly #object: JsonObject;
  readonly #place: string;
  /** The format and the kind of object, as the table of harmless members names them. */
  readonly #shape: string;
  readonly #notes: TranslationNotes;
  readonly #read = new Set<string>();

  /** @param place how messages name the object, e.g. `messages[0]`; empty for the request itself */
  constructor(object: JsonObject, place: string, shape: string, notes: TranslationNotes) {
    this.#object = object;
    this.#place = place;
    this.#shape = shape;
    this.#notes = notes;
  }

  /** @throws HeadgateError `body_invalid` when the value is no object */
  static of(value: unknown, place: string, shape: string, notes: TranslationNotes): Fields {
    if (!isJsonObject(value)) throw invalid(place, "an object");
    return new Fields(value, place, shape, notes);
  }

  at(name: string): string {
    return this.#place === "" ? name : `${this.#place}.${name}`;
  }

  /** The value as it stands; the caller answers for its type. */
  any(name: string): unknown {
    this.#read.add(name);
    const value = this.#object[name];
    return value === null ? undefined : value;
  }

  has(name: string): boolean {
    const value = this.#object[name];
    return value !== undefined && value !== null;
  }

  text(name: string): string | undefined {
    const value = this.any(name);
    if (value === undefined || typeof value === "string") return value;
    throw invalid(this.at(name), "a string");
  }

  neededText(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw invalid(this.at(name), "a string");
    return value;
  }

  number(name: string): number | undefined {
    const value = this.any(name);
    if (value === undefined || typeof value === "number") return value;
    throw invalid(this.at(name), "a number");
  }

  flag(name: string): boolean | undefined {
    const value = this.any(name);
    if (value === undefined || typeof value === "boolean") return value;
    throw invalid(this.at(name), "true or false");
  }

  object(name: string): JsonObject | undefined {
    const value = this.any(name);
    if (value === undefined || isJsonObject(value)) return value;
    throw invalid(this.at(name), "an object");
  }

  neededObject(name: string): JsonObject {
    const value = this.object(name);
    if (value === undefined) throw invalid(this.at(name), "an object");
    return value;
  }

  /** The object's own reader; `undefined` where it is not said. */
  fields(name: string, shape: string): Fields | undefined {
    const value = this.object(name);
    return value === undefined
      ? undefined
      : new Fields(value, this.at(name), `${format(this.#shape)}/${shape}`, this.#notes);
  }

  list(name: string): readonly unknown[] | undefined {
    const value = this.any(name);
    if (value === undefined || Array.isArray(value)) return value as readonly unknown[] | undefined;
    throw invalid(this.at(name), "a list");
  }

  texts(name: string): readonly string[] | undefined {
    const list = this.list(name);
    return list?.map((value, index) => {
      if (typeof value === "string") return value;
      throw invalid(`${this.at(name)}[${index}]`, "a string");
    });
  }

  /** The objects of a list, each with its own reader. */
  each(name: string, shape: string): readonly Fields[] {
    const list = this.list(name);
    if (list === undefined) return [];
    return list.map((value, index) =>
      Fields.of(
        value,
        `${this.at(name)}[${index}]`,
        `${format(this.#shape)}/${shape}`,
        this.#notes,
      ),
    );
  }

  lose(name: string, reason: string): void {
    this.#read.add(name);
    this.#notes.lose(this.at(name), reason);
  }

  approximate(name: string, reason: string): void {
    this.#read.add(name);
    this.#notes.approximate(this.at(name), reason);
  }

  invalid(name: string, expected: string): HeadgateError {
    return invalid(this.at(name), expected);
  }

  /** Reports the members that nobody has read, but for those that change nothing. */
  done(): void {
    for (const [name, value] of Object.entries(this.#object)) {
      if (value === null || value === undefined || this.#read.has(name)) continue;
      if (isHarmless(`${this.#shape}.${name}`, value)) continue;
      this.#notes.lose(this.at(name), "has no counterpart");
    }
  }
}

const format = (shape: string): string => shape.slice(0, shape.indexOf("/"));

const invalid = (field: string, expected: string): HeadgateError =>
  new HeadgateError("body_invalid", `${field}: expected ${expected}.`, { param: field });
