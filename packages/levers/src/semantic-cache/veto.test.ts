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
  ["number", "Convert -40 C to F", "Convert 40 C to F"],
  ["number", "Is .5 enough?", "Is 5 enough?"],
  [
    "number",
    "Should I invest $5k of my yearly savings into bonds, funds or gold this winter?",
    "Should I invest $5m of my yearly savings into bonds, funds or gold this winter?",
  ],
  ["order", "What is 17 minus 5?", "What is 5 minus 17?"],
  ["order", "Is 5 feet 11 tall?", "Is 11 feet 5 tall?"],
  ["order", "Is 9.11 more than 9.9?", "Is 9.9 more than 9.11?"],
  ["order", "Are you open from 5 to 9?", "Are you open from 9 to 5?"],
  ["order", "Is 5 kg more than 9 kg?", "Is 9 kg more than 5 kg?"],
  ["order", "What is seventeen minus five?", "What is five minus seventeen?"],
  ["sign", "What is 12 + 3?", "What is 12 - 3?"],
  ["sign", "What is 12 * 3?", "What is 12 + 3?"],
  ["sign", "Is 3 > 2?", "Is 3 < 2?"],
  ["sign", "What does == do?", "What does != do?"],
  ["sign", "What is 5!?", "What is 5?"],
  ["sign", "derivative of -x", "derivative of x"],
  ["name", "How do I reverse a string in C?", "How do I reverse a string in C++?"],
  ["name", "How do I reverse a string in C?", "How do I reverse a string in C#?"],
  ["name", "How do I reverse a string in C++?", "How do I reverse a string in C#?"],
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
  ["Are you open from 5 to 9?", "Are you open to 9 from 5?"],
  ["Do I get 5 t-shirts?", "Do I get five t-shirts?"],
  ["Is it 10-20 minutes?", "Is it 10 - 20 minutes?"],
  ["Is the e-mail free - or not?", "Is the e-mail free or not?"],
  ["Is Tom & Jerry on today?", "Is Tom and Jerry on today?"],
  ["Is it safe!", "Is it safe?"],
  ["Is 5.0 enough?", "Is 5 enough?"],
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
