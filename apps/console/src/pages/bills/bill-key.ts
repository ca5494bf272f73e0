/** What tells groups of bill lines apart: a value, none, or the rest. */
export const billKeyOf = (group: string | null, isOther: boolean): string => {
  if (isOther) return "other";
  return group === null ? "none" : `=${group}`;
};
