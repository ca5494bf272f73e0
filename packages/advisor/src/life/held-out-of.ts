import type { ProposalScope, Realised } from "@headgate/contract";
import type { LedgerStore, RatedCall } from "@headgate/ledger";
import { perMonth } from "@headgate/levers";
import { formatDollars, parseDollars } from "@headgate/money";
import { isProven, judgeExperiment } from "../experiments/judge-experiment.ts";
import { scopedTo } from "./scoped-to.ts";

export type HeldOut = Readonly<{
  told: NonNullable<Realised["held_out"]>;
  isProven: boolean;
}>;

type Asked = Readonly<{
  lever: string;
  scope: ProposalScope;
  fromMs: number;
  toMs: number;
  feedback: FeedbackSource;
}>;

/** What people thought of the calls of a range. */
export type FeedbackSource = (
  range: Readonly<{ from: string; to: string }>,
) => Promise<readonly RatedCall[]>;

/**
 * What a lever's sessions of a scope cost less than those that were held out of it, all experiments about it together; each is
 * a stratum of its own.
 *
 * @returns undefined where no call was in one
 */
export async function heldOutOf(
  ledger: Pick<LedgerStore, "report">,
  { lever, scope, fromMs, toMs, feedback }: Asked,
): Promise<HeldOut | undefined> {
  const asked = scopedTo(scope, fromMs, toMs);
  const ownDays = async (said: readonly RatedCall[]) =>
    (await ledger.report("experiments", { ...asked, feedback: said })).filter(
      (day) => day.lever === lever,
    );
  const untold = await ownDays([]);
  const said = untold.length === 0 ? [] : await feedback(asked);
  const own = said.length === 0 ? untold : await ownDays(said);
  const experiment = judgeExperiment(lever, own);
  if (experiment === undefined) return undefined;
  const { verdict, reason, quality, saved } = experiment;
  const monthly = (text: string): string =>
    formatDollars(perMonth(parseDollars(text), toMs - fromMs));
  return {
    told: {
      ...{ verdict, reason, quality },
      experiments: [...new Set(own.map((day) => day.experiment))],
      saved_per_month:
        saved === null
          ? null
          : {
              estimate: monthly(saved.estimate),
              low: monthly(saved.low),
              high: monthly(saved.high),
            },
    },
    isProven: isProven(experiment),
  };
}
