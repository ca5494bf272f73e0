import { formatDollars, picodollars } from "@headgate/money";
import type { Quantity } from "./sides.ts";

/** One unit, say one token, as quantities are kept: a decimal with twelve places, as amounts are. */
export const UNIT = 10n ** 12n;

/** A quantity without the zeros behind its last digit. */
export const quantityText = (quantity: Quantity): string =>
  formatDollars(picodollars(quantity)).replace(/\.?0+$/, "");
