/**
 * Columns of Headgate's own in its FOCUS exports, with the prefix that FOCUS gives to columns of nobody's but
 * the exporter's. What Headgate once read out of a row is read again from them, and not guessed anew.
 */
export const ownColumns = {
  /** `bill`: a line of the provider's. `calls`: the ledger's own estimate from calls. */
  basis: ["x_HeadgateBasis"],
  /** FOCUS columns, separated by spaces, that the source does not say and that were filled in. */
  filled: ["x_HeadgateFilled"],
  /** The source of the ledger's rows. */
  source: ["x_HeadgateSource"],
  /** Of calls: how far their cost can be trusted. */
  confidence: ["x_HeadgateConfidence"],
  /** Of calls: attempts behind the row; an attempt stands behind one row a component. */
  attempts: ["x_HeadgateAttempts"],
  simulated: ["x_HeadgateSimulated"],
  category: ["x_HeadgateCategory"],
  provider: ["x_HeadgateProvider"],
  billedModel: ["x_HeadgateBilledModel"],
  model: ["x_HeadgateModel"],
  component: ["x_HeadgateComponent"],
  componentQuantity: ["x_HeadgateComponentQuantity"],
  serviceTier: ["x_HeadgateServiceTier"],
  scope: ["x_HeadgateScope"],
} as const satisfies Record<string, readonly [string]>;
