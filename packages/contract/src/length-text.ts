/** How long steps are, in words: whole hours, then whole days. */
export const lengthText = (ms: number): string => {
  const hours = Math.round(ms / 3_600_000);
  if (hours < 24) return hours === 1 ? "an hour" : `${hours} hours`;
  return hours === 24 ? "a day" : `${Math.round(hours / 24)} days`;
};
