import type { FoundRate } from "./api/reconcile.ts";
import { counted } from "./counted.ts";
import { overlayOfFoundRate } from "./overlay-of-found-rate.ts";

/**
 * Prices found in bills as entries for `overlays` in headgate.yaml, each with what it rests on. Text alone:
 * the operator decides what is taken over.
 */
export function renderFoundRates(rates: readonly FoundRate[]): string {
  if (rates.length === 0) {
    return "# No bill of this range has a steady price of its own that calls can be compared with.";
  }
  return [
    "# Found in bills: read each against your contract, then put it into headgate.yaml.",
    "overlays:",
    ...rates.flatMap(entryOf),
  ].join("\n");
}

function entryOf(rate: FoundRate): string[] {
  const overlay = overlayOfFoundRate(rate);
  if (overlay.kind !== "rate") throw new TypeError("a rate that was found is an overlay of rates");
  const {
    applies_to: appliesTo,
    name,
    per_million_tokens: perMillion,
    per_thousand: perThousand,
  } = overlay;
  const named = Object.entries(appliesTo).map(
    ([part, value]) => `${part}: ${JSON.stringify(value)}`,
  );
  const priced = ([component, price]: readonly [string, string]) => `{ ${component}: "${price}" }`;
  return [
    `  # ${rate.quantity} billed at ${rate.cost} USD in ${counted(rate.cells, "cell")}; list: ${rate.list_per_million} for a million`,
    ...(rate.rounded
      ? ["  # Rounded: the bill's own price has more decimals, or its amounts fewer."]
      : []),
    `  - name: ${JSON.stringify(name)}`,
    "    kind: rate",
    `    applies_to: { ${named.join(", ")} }`,
    ...Object.entries(perMillion ?? {}).map((one) => `    per_million_tokens: ${priced(one)}`),
    ...Object.entries(perThousand ?? {}).map((one) => `    per_thousand: ${priced(one)}`),
    `    valid_from: ${rate.valid_from}`,
    ...(rate.valid_to === null ? [] : [`    valid_to: ${rate.valid_to}`]),
  ];
}
