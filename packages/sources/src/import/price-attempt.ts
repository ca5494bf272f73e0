import type { Attribution, HeadgateConfig, LedgerRow, Settled } from "@headgate/contract";
import {
  applyOverlays,
  type Charge,
  chargeToWire,
  compileOverlays,
  notBilled,
  type OwnNames,
  ownNamesByProvider,
  type PriceBook,
  rateUsage,
} from "@headgate/pricing";
import type { AttemptFacts } from "../source.ts";

/** Makes a row of the ledger of what a source knows of a call. */
export type PriceAttempt = (facts: AttemptFacts, attribution: Attribution) => LedgerRow;

/** What a row has beyond what a source knows of it. */
type OwnMembers = Settled & Pick<LedgerRow, "attribution">;

/**
 * Prices calls from elsewhere by the same steps as the gateway its own: list prices by usage, then what the
 * operator's contracts make of them. The provider of such a row is the price book's name. Rows that a gateway
 * settled keep their charge.
 */
export function createPriceAttempt(
  book: PriceBook,
  { overlays, providers }: Pick<HeadgateConfig, "overlays" | "providers">,
): PriceAttempt {
  const compiled = compileOverlays(overlays);
  const ownNames = ownNamesByProvider(providers);
  return (facts, attribution) => {
    const { settled } = facts;
    if (settled !== undefined) {
      const { settled: _apart, ...row } = facts;
      return Object.assign(row, settled, { attribution });
    }
    const charge = chargeToWire(
      applyOverlays(book, {
        charge: chargeAtList(book, facts, ownNames.get(facts.provider)),
        overlays: compiled,
        providerName: facts.provider,
        atMs: facts.started_at_ms,
      }),
    );
    const own: OwnMembers = {
      attempt: 0,
      final: true,
      simulated: false,
      charge,
      // No lever of ours acted on it: what the call cost is what it would have cost.
      baseline_cost: charge.effective_cost,
      savings: [],
      attribution,
    };
    // Not spread: for an object of this many members V8's spread takes nine times as long.
    return Object.assign({}, facts, own);
  };
}

function chargeAtList(book: PriceBook, facts: AttemptFacts, ownNames?: OwnNames): Charge {
  const { status, outcome, service_tier: tier, usage_origin: usageOrigin } = facts;
  if (status !== undefined && status >= 400) {
    return notBilled(`The provider answered with HTTP ${status}, which it does not bill.`);
  }
  // What expired or was cancelled in a batch was never begun.
  const failed =
    outcome === "provider_error" ||
    outcome === "unreachable" ||
    (tier === "batch" && outcome !== "completed");
  if (usageOrigin === "none" && failed) {
    return notBilled("The call failed without usage, which the provider does not bill.");
  }
  return rateUsage(book, {
    provider: facts.provider,
    region: facts.region,
    ...(facts.scope !== undefined && { scope: facts.scope }),
    ownNames,
    models: modelsOf(facts),
    usage: facts.usage,
    otherUsage: facts.other_usage,
    usageOrigin,
    ...(facts.usage_violations !== undefined && { usageViolations: facts.usage_violations }),
    ...(facts.service_tier !== undefined && { serviceTier: facts.service_tier }),
    operation: facts.operation,
    atMs: facts.started_at_ms,
  });
}

/** What answered, then what was sent. */
function modelsOf({ response_model, sent_model, request_model }: AttemptFacts): readonly string[] {
  const sent = sent_model ?? request_model;
  return [...new Set([response_model, sent].filter((name) => name !== undefined))];
}
