const BASIS_POINTS = 10_000n;
const MILLION = 1_000_000n;

/** A part of a whole, from 0 to 1, to the millionth; undefined when there is no whole. */
export const shareOf = (part: bigint, whole: bigint): number | undefined =>
  whole <= 0n ? undefined : Number((part * MILLION) / whole) / Number(MILLION);

/** A share for the eye: `12.3%`, `<0.1%`, `>99.9%`; all and nothing are never rounded to. A dash when there is no whole. */
export const shareText = (share: number | undefined): string => {
  if (share === undefined) return "–";
  if (share < 0) return `−${shareText(-share)}`;
  if (share > 0 && share < 0.001) return "<0.1%";
  if (share < 1 && share >= 0.9995) return ">99.9%";
  return `${(share * 100).toFixed(share === 0 || share === 1 ? 0 : 1)}%`;
};

/** A share that would read as one of its targets though it is none of them has two places, cut away from the target. */
export const shareBeside = (share: number | undefined, targets: readonly number[]): string => {
  const text = shareText(share);
  if (share === undefined) return text;
  const target = targets.find((each) => each !== share && shareText(each) === text);
  if (target === undefined) return text;
  const hundredths = Math.round(share * 1_000_000) / 100;
  const cut = share < target ? Math.floor(hundredths) : Math.ceil(hundredths);
  return `${(cut / 100).toFixed(2)}%`;
};

/** A change against an earlier amount, as a share of it; undefined when there was none. */
export const changeFrom = (now: bigint, earlier: bigint): number | undefined =>
  earlier <= 0n ? undefined : Number(((now - earlier) * BASIS_POINTS) / earlier) / 10_000;

/** A change for the eye: `+12%`, `−3.4%`, `3.2×` beyond tripling. */
export const changeText = (change: number): string => {
  if (change >= 2) return `${(change + 1).toFixed(change >= 9 ? 0 : 1)}×`;
  const percent = Math.abs(change * 100);
  const digits = percent >= 10 || percent === 0 ? 0 : 1;
  const rounded = percent.toFixed(digits);
  if (Number(rounded) === 0) return "0%";
  return `${change > 0 ? "+" : "−"}${rounded}%`;
};
