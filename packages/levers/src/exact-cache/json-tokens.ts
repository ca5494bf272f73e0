/** Decimals of up to fifteen significant digits are told apart by a double, all of them. */
const EXACT_DIGITS = 15;
/** Beyond this power of ten a double loses digits, or is no number any more. */
const MOST_EXPONENT = 290;

export const QUOTE = 0x22;
const BACKSLASH = 0x5c;
export const MINUS = 0x2d;

export const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** The offset behind the string that begins at `from`, in valid JSON. */
export function behindString(text: string, from: number): number {
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return text.length;
    let before = quote - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((quote - before) % 2 === 1) return quote + 1;
    at = quote + 1;
  }
}

/** The offset behind the number that begins at `from`, in valid JSON. */
export function behindNumber(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    // Digits, `.`, `e`, `E`, `+` and `-`.
    if (!isDigit(code) && code !== 0x2e && (code | 0x20) !== 0x65 && code !== 0x2b && code !== 0x2d)
      break;
    at += 1;
  }
  return at;
}

/** Whether a double holds the number as it is written. */
export function isExact(number: string): boolean {
  if (number.length <= EXACT_DIGITS && !/[eE]/.test(number)) return true;
  const [mantissa = "", exponent = "0"] = number.toLowerCase().split("e");
  const digits = mantissa.replace(/[-.]/g, "").replace(/^0+/, "").replace(/0+$/, "");
  return (
    digits.length <= EXACT_DIGITS && Math.abs(Number(exponent)) + mantissa.length <= MOST_EXPONENT
  );
}
