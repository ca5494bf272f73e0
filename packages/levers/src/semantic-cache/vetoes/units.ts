import type { Question } from "../question.ts";

/** Groups of spellings of one unit, day, month or time; each group is one thing. */
const groups = `
  usd dollar dollars bucks|eur euro euros|gbp sterling quid|jpy yen|cny yuan rmb renminbi|inr rupee rupees
  chf franc francs|aud|cad|krw|brl reais|mxn peso pesos|rub ruble rubles rouble roubles|cent cents|penny pence pennies
  btc bitcoin bitcoins|eth ethereum ether
  ns nanosecond nanoseconds|microsecond microseconds|ms millisecond milliseconds|sec secs seconds|min mins minute minutes
  hr hrs hour hours hourly|day days daily|week weeks weekly|fortnight fortnights|month months monthly|quarterly quarters
  year years yearly annual annually|decade decades|century centuries
  mm millimeter millimeters millimetre millimetres|cm centimeter centimeters centimetre centimetres|meter meters metre metres
  km kilometer kilometers kilometre kilometres|inch inches|foot feet ft|yard yards|mile miles
  mg milligram milligrams|gram grams|kg kgs kilo kilos kilogram kilograms|lb lbs pound pounds|oz ounce ounces|ton tons tonne tonnes
  celsius centigrade|fahrenheit|kelvin
  bit bits|byte bytes|kb kilobyte kilobytes|mb megabyte megabytes|gb gigabyte gigabytes|tb terabyte terabytes|pb petabyte petabytes
  ml milliliter milliliters millilitre millilitres|liter liters litre litres|gallon gallons|pint pints|cup cups
  tablespoon tablespoons tbsp|teaspoon teaspoons tsp
  mph|kph kmh|knot knots|watt watts|kw kilowatt kilowatts|volt volts|amp amps ampere amperes|hz hertz|khz|mhz|ghz
  percent percentage|acre acres|hectare hectares|degree degrees|radian radians|calorie calories|joule joules
  morning mornings|noon midday|afternoon afternoons|evening evenings|night nights tonight nightly|midnight
  today todays|yesterday yesterdays|tomorrow tomorrows|weekend weekends|weekday weekdays
  monday mondays mon|tuesday tuesdays tue|wednesday wednesdays wed|thursday thursdays thu|friday fridays fri
  saturday saturdays|sunday sundays
  january jan|february feb|april|june jun|july jul|august aug|september sep sept|october oct|november nov|december dec
  spring|summer|autumn|winter`
  .split(/[|\n]/)
  .map((group) => group.trim())
  .filter((group) => group !== "");

const nameOf: ReadonlyMap<string, string> = new Map(
  groups.flatMap((group) => {
    const spellings = group.split(" ");
    return spellings.map((spelling) => [spelling, spellings[0] ?? spelling] as const);
  }),
);

/** Only with a capital, in the middle of a sentence, a month. */
const MONTHS_THAT_ARE_WORDS: ReadonlySet<string> = new Set(["March", "May"]);
const HALF_OF_DAY = /\d\s?([ap])\.?m\b/g;
const SYMBOLS: ReadonlyMap<string, string> = new Map([
  ["$", "usd"],
  ["€", "eur"],
  ["£", "lb"],
  ["¥", "jpy"],
  ["%", "percent"],
]);

/** Units, currencies, days, months and times of day that a text names. */
export function unitsOf({ text, words }: Question): ReadonlySet<string> {
  const units = new Set<string>();
  for (const [index, { written, lower }] of words.entries()) {
    const unit = nameOf.get(lower);
    if (unit !== undefined) units.add(unit);
    else if (index > 0 && MONTHS_THAT_ARE_WORDS.has(written)) units.add(lower);
  }
  for (const [, half] of text.toLowerCase().matchAll(HALF_OF_DAY)) if (half) units.add(half);
  for (const [symbol, unit] of SYMBOLS) if (text.includes(symbol)) units.add(unit);
  return units;
}

/**
 * The first unit that only one of two texts has. Where neither text has a number, it is one difference only if
 * each has a unit that the other lacks: "my balance" and "my balance today" ask the same.
 */
export function differingUnits(
  a: ReadonlySet<string>,
  b: ReadonlySet<string>,
  withNumbers: boolean,
): readonly [string, string] | undefined {
  const onlyA = [...a].find((unit) => !b.has(unit));
  const onlyB = [...b].find((unit) => !a.has(unit));
  if (onlyA !== undefined && onlyB !== undefined) return [onlyA, onlyB];
  if (!withNumbers || (onlyA === undefined && onlyB === undefined)) return undefined;
  return [onlyA ?? "", onlyB ?? ""];
}
