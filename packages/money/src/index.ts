export {
  displayCurrencyCompact,
  displayDollars,
  displayDollarsCompact,
} from "./display-dollars.ts";
export { divideRounded } from "./divide.ts";
export { formatDollars, parseDollars } from "./dollars-text.ts";
export {
  multiply,
  PICODOLLARS_PER_DOLLAR,
  type Picodollars,
  picodollars,
  subtract,
  sum,
  ZERO,
} from "./picodollars.ts";
export { type Fraction, roundTogether } from "./round-together.ts";
