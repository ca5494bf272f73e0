/** AWS writes ten decimals; those behind the last digit that says something are left out. */
export const withoutTrailingZeros = (dollars: string): string =>
  dollars.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
