/** What the user expects beyond what the history says. */
export type DemandScenario = Readonly<{
  /** Growth a month, of 1: nine cases of ten lie above `low`, and below `high`. In place of what the history says. */
  growthPerMonth?: Readonly<{ low: number; estimate: number; high: number }>;
  /** Changes that may come: traffic moves to another model, a launch. */
  switches: readonly ModelSwitch[];
}>;

type ModelSwitch = Readonly<{
  name: string;
  /** How likely it is, from 0 to 1. */
  probability: number;
  /** When it comes: months from now. */
  afterMonths: number;
  /** What is left of the demand then, of 1: 0 when all traffic leaves, 2 when it doubles. */
  demandFactor: number;
}>;
