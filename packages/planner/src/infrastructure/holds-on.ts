import type { InfrastructurePrice } from "./infrastructure-price.ts";

/** True where a price held on a day: from inclusive, to exclusive. */
export const holdsOn = (
  price: Pick<InfrastructurePrice, "validFrom" | "validTo">,
  day: string,
): boolean =>
  (price.validFrom === undefined || price.validFrom <= day) &&
  (price.validTo === undefined || day < price.validTo);
