import {
  type FoundRate,
  overlayOfFoundRate,
  type ReconcileReport,
  type TakeRatesResponse,
} from "@headgate/contract";

const foundRate: FoundRate = {
  provider: "bedrock",
  model: "anthropic.claude-sonnet-4-5",
  component: "input",
  tier: "standard",
  per_million: "2.700000",
  rounded: false,
  list_per_million: "3.000000",
  valid_from: "2026-11-01",
  valid_to: "2026-11-15",
  quantity: "14000000",
  cost: "37.800000000000",
  cells: 14,
};

const sums = {
  currency: "USD",
  bill: "1120.500000000000",
  calls: "1004.200000000000",
  difference: "116.300000000000",
  usage_bill: "1020.500000000000",
  reconciled_share: "0.978737",
};
const cell = {
  provider: "bedrock",
  accounts: ["111122223333"],
  currency: "USD",
  start: "2026-11-07T00:00:00.000Z",
  end: "2026-11-08T00:00:00.000Z",
  bill_tiers: ["standard"],
  note: null,
};

/** A constructed reconciliation with a lost log, a discount, a tax and a shift. */
export const reconciliation: ReconcileReport = {
  from: "2026-11-01T00:00:00.000Z",
  to: "2026-11-22T00:00:00.000Z",
  groups: [
    {
      provider: "bedrock",
      accounts: ["111122223333"],
      ...sums,
      causes: [
        {
          cause: "non_usage",
          reason: "tax",
          amount: "100.000000000000",
          gross: "100.000000000000",
          cells: 1,
        },
        {
          cause: "coverage",
          reason: "not_called",
          amount: "19.000000000000",
          gross: "19.000000000000",
          cells: 2,
        },
        {
          cause: "rate",
          reason: "discount",
          amount: "-2.700000000000",
          gross: "2.700000000000",
          cells: 14,
        },
        {
          cause: "timing",
          reason: "shifted",
          amount: "0.000000000000",
          gross: "0.800000000000",
          cells: 2,
        },
      ],
    },
  ],
  totals: [{ ...sums, unexplained: "0.000000000000" }],
  target: "0.990000",
  is_on_target: false,
  cells: [
    {
      ...cell,
      model: "amazon.nova-pro",
      component: "output",
      bill_cost: "16.000000000000",
      calls_cost: "0.000000000000",
      bill_quantity: "5000000",
      calls_quantity: null,
      provider_quantity: "5000000",
      calls_tiers: [],
      parts: [{ cause: "coverage", reason: "not_called", amount: "16.000000000000" }],
    },
    {
      ...cell,
      model: "anthropic.claude-sonnet-4-5",
      component: "input",
      bill_cost: "2.700000000000",
      calls_cost: "3.000000000000",
      bill_quantity: "1000000",
      calls_quantity: "1000000",
      provider_quantity: null,
      calls_tiers: ["standard"],
      parts: [{ cause: "rate", reason: "discount", amount: "-0.300000000000" }],
      note: "10.0 % below list price",
    },
  ],
  cells_left_out: 17,
  rates: [foundRate],
  rates_of_some_accounts: [{ ...foundRate, component: "output", accounts: ["111122223333"] }],
  calls_without_bill: { calls_cost: "12.500000000000", providers: ["openai"] },
  unpriced_attempts: 3,
  lines_across_the_range: [],
  lines_not_about_ai: [{ currency: "USD", lines: 412, cost: "9800.120000000000" }],
  bills_ending_within_a_day: [
    { provider: "bedrock", account: "111122223333", until: "2026-11-20T06:00:00.000Z" },
  ],
};

/** What becomes of the rate of {@link reconciliation} when it is taken over. */
export const takenRates = (applied: boolean): TakeRatesResponse => ({
  applied,
  file: "prices/overlays/from-bills.json",
  rates: [{ overlay: overlayOfFoundRate(foundRate), found: foundRate, state: "new" }],
});
