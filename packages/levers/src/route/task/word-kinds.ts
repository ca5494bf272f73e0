/** What a code unit is to a word. */
const OTHER = 0;
const LETTER = 1;
const DIGIT = 2;
export const SPACE = 3;
/** Within a word it joins: an address, a date, an amount. */
const JOINER = 4;

const ascii = Uint8Array.from({ length: 128 }, (_, unit) => {
  const sign = String.fromCharCode(unit);
  if (/[A-Za-z]/.test(sign)) return LETTER;
  if (/[0-9]/.test(sign)) return DIGIT;
  if (/\s/.test(sign)) return SPACE;
  return "-_./:@+%&=?~#,".includes(sign) ? JOINER : OTHER;
});

/** Digits of scripts beyond Latin begin at these, ten in a row. */
const otherDigits = [0x0660, 0x06f0, 0x0966, 0xff10];

/** The kind of a code unit. Signs of East Asian scripts are no letters here: their words have no white space around. */
export function kindOf(unit: number): number {
  if (unit < 128) return ascii[unit] as number;
  if (unit === 0xa0 || unit === 0x3000 || (unit >= 0x2000 && unit <= 0x200b)) return SPACE;
  if (otherDigits.some((first) => unit >= first && unit < first + 10)) return DIGIT;
  return unit >= 0xc0 && unit < 0x2000 && unit !== 0xd7 && unit !== 0xf7 ? LETTER : OTHER;
}

/** Whether a word begins at this code unit, and not in the middle of one. */
export const beginsWord = (kind: number): boolean => kind === LETTER || kind === DIGIT;

/**
 * Where the word ends that begins here, and whether it varies: whether there is a digit, an @ or :// in it. Joiners
 * count as part of it where a letter or digit comes within three of them.
 */
export function wordFrom(text: string, start: number): Readonly<{ end: number; varies: boolean }> {
  let end = start;
  let varies = false;
  for (let i = start; i < text.length && i - end <= 3; i += 1) {
    const unit = text.charCodeAt(i);
    const kind = unit < 128 ? (ascii[unit] as number) : kindOf(unit);
    if (kind === LETTER) end = i + 1;
    else if (kind === DIGIT) {
      varies = true;
      end = i + 1;
    } else if (kind !== JOINER) break;
    else if (unit === AT_SIGN || (unit === SLASH && text.startsWith("://", i - 1))) varies = true;
  }
  return end === start ? { end: start + 1, varies: false } : { end, varies };
}

const AT_SIGN = 64;
const SLASH = 47;
