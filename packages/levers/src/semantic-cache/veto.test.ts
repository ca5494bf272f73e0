import { describe, expect, it } from "vitest";
import { comparable, type VetoKind, vetoOf } from "./veto.ts";

const kindOf = (a: string, b: string): VetoKind | undefined =>
  vetoOf(comparable(a), comparable(b))?.kind;

const differing: readonly (readonly [VetoKind, string, string])[] = [
  ["number", "Can I withdraw 500 euros?", "Can I withdraw 900 euros?"],
  ["number", "Was I charged once?", "Was I charged twice?"],
  ["number", "A table for four people", "A table for fourteen people"],
  ["negation", "Why is my card working?", "Why is my card not working?"],
  ["negation", "Can I travel with a visa?", "Can I travel without a visa?"],
  ["unit", "Is 30 celsius too warm?", "Is 30 fahrenheit too warm?"],
  ["unit", "Are you open on Monday?", "Are you open on Friday?"],
  ["unit", "Is the call at 9 am?", "Is the call at 9 pm?"],
  ["opposite", "Is ibuprofen safe with alcohol?", "Is ibuprofen unsafe with alcohol?"],
  ["opposite", "How do I turn on alerts?", "How do I turn off alerts?"],
  ["opposite", "Which is the easiest language?", "Which is the most difficult language?"],
  ["opposite", "Can I eat before the test?", "Can I eat before and after the test?"],
  ["opposite", "Why was I overpaid?", "Why was I underpaid?"],
  ["order", "Fly from Lyon to Turin", "Fly from Turin to Lyon"],
  ["order", "Is tea better than coffee?", "Is coffee better than tea?"],
  ["order", "convert usd to eur", "how to convert eur to usd"],
  ["name", "What does load_from_disk do?", "What does save_to_disk do?"],
  ["name", "When was Mozart born?", "When was Haydn born?"],
  ["word", "weather in paris", "weather in london"],
];

const alike: readonly (readonly [string, string])[] = [
  ["How do I cancel my order?", "how can i cancel my order"],
  ["Can I have 2 cards?", "Can I have two cards?"],
  ["What is my balance?", "What's my balance today?"],
  ["Please, where is my parcel?", "Where is my parcel?"],
  ["Why has my parcel not arrived?", "Why hasn't my parcel arrived?"],
  ["How do I buy a ticket?", "How do I purchase a ticket?"],
  ["Is there a train to Turin from Lyon?", "Is there a train from Lyon to Turin?"],
  ["I want the new one", "I want the new card"],
  ["Where is my parcell?", "Where is my parcel?"],
];

describe("vetoOf", () => {
  it.each(differing)("%s: %s / %s", (kind, a, b) => {
    expect(kindOf(a, b)).toBe(kind);
  });

  it.each(differing)("finds the %s in either direction: %s / %s", (_kind, a, b) => {
    expect(kindOf(b, a)).toBeDefined();
  });

  it.each(alike)("has nothing against %s / %s", (a, b) => {
    expect(kindOf(a, b)).toBeUndefined();
    expect(kindOf(b, a)).toBeUndefined();
  });

  it("does not hold single words against a long text that is put in other words throughout", () => {
    const a =
      "The download manager class is used by most loading scripts in order to download and extract archives in a mode that is not streaming.";
    const b =
      "Archives are fetched and unpacked without streaming thanks to a class named download manager, on which the majority of scripts rely.";

    expect(kindOf(a, b)).toBeUndefined();
  });
});
