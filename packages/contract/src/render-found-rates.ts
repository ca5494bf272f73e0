import type { FoundRate } from "./api/reconcile.ts";
import { counted } from "./counted.ts";
import { tokenBuckets } from "./usage.ts";

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
  const bucket = tokenBuckets.find((one) => one === rate.component);
  const appliesTo = [
    `provider: ${JSON.stringify(rate.provider)}`,
    `model: ${JSON.stringify(rate.model)}`,
    ...(rate.tier === null ? [] : [`tier: ${JSON.stringify(rate.tier)}`]),
  ].join(", ");
  const name = [rate.provider, rate.model, rate.component, rate.tier, "from", rate.valid_from]
    .filter((word) => word !== null)
    .join(" ");
  return [
    `  # ${rate.quantity} billed at ${rate.cost} USD in ${counted(rate.cells, "cell")}; list: ${rate.list_per_million} for a million`,
    ...(rate.rounded
      ? ["  # Rounded: the bill's own price has more decimals, or its amounts fewer."]
      : []),
    `  - name: ${JSON.stringify(name.slice(-100))}`,
    "    kind: rate",
    `    applies_to: { ${appliesTo} }`,
    bucket === undefined
      ? `    per_thousand: { ${rate.component}: "${thousandthOf(rate.per_million)}" }`
      : `    per_million_tokens: { ${rate.component}: "${rate.per_million}" }`,
    `    valid_from: ${rate.valid_from}`,
    ...(rate.valid_to === null ? [] : [`    valid_to: ${rate.valid_to}`]),
  ];
}

/** Dollars for a thousand units; cut to the six decimals that an overlay has. */
function thousandthOf(perMillion: string): string {
  const micro = BigInt(perMillion.replace(".", "")) / 1000n;
  const digits = micro.toString().padStart(7, "0");
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
