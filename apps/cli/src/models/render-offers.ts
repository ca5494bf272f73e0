import { counted, type ModelOffer, type ModelOffersReport } from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { renderTable } from "../command-line/render-table.ts";
import { colors } from "../command-line/terminal.ts";
import { dollarsText, NOT_KNOWN } from "./model-text.ts";

/** Each model that could take something, with the tasks and the line to write. */
export function renderOffers(report: ModelOffersReport, width: number): string {
  const { offers, calls, calls_untold: untold, models, models_priced: priced, simulated } = report;
  const looked = [
    `Looked at ${counted(calls, "call")} from ${report.from} to ${report.to}${report.sampled ? ", a sample of the range" : ""}; ${untold} of them do not tell what they need of a model, or what they cost.`,
    `${counted(models, "model")} in no pool; the cheapest of each tier and all new ones, ${priced}, were priced on these calls.`,
    ...(simulated ? ["All of these calls were simulated, and so is the money."] : []),
  ];
  if (offers.length === 0) return ["No model could take a task for less.", ...looked].join("\n");
  return [
    "That a tier of model does for a task is an assumption, until a trial's labels say more.",
    ...looked,
    ...offers.flatMap((offer) => ["", ...offerLines(offer, width)]),
  ].join("\n");
}

function offerLines(offer: ModelOffer, width: number): readonly string[] {
  const { model, tier, provider_configured: isConfigured, price_per_million: price, not } = offer;
  const left = not.kinds;
  return [
    `${colors.bold(model)}, tier ${tier ?? NOT_KNOWN}, ${dollarsText(price.input)} in and ${dollarsText(price.output)} out for 1M tokens${offer.released_on === null ? "" : `, released on ${offer.released_on}`}`,
    `  It would save ${amount(offer.saves_per_month)} a month on the tasks that its tier is assumed to do; trying it costs ${amount(offer.trial_cost)}, without judges.`,
    renderTable(
      [
        { title: "task" },
        { title: "now at" },
        { title: "feature" },
        { title: "calls", align: "right" },
        { title: "saves a month", align: "right" },
        { title: "trial", align: "right" },
        { title: "assumed able" },
      ],
      offer.takes.map((one) => [
        one.task ?? NOT_KNOWN,
        one.model,
        one.feature ?? NOT_KNOWN,
        String(one.calls),
        amount(one.saves_per_month),
        amount(one.trial_cost),
        one.assumed_able === null ? NOT_KNOWN : one.assumed_able ? "yes" : "no",
      ]),
      width,
    ),
    ...(left === 0
      ? []
      : [
          `  ${counted(left, "other kind of calls", "other kinds of calls")}: ${not.unfit} it is not known to take, ${not.not_cheaper} would not cost less, ${not.price_unknown} without a known price.`,
        ]),
    ...(isConfigured ? [] : ["  Its provider is not configured: add it under providers: first."]),
    `  To try it: ${offer.config}`,
  ];
}

const amount = (dollars: string): string => displayDollarsCompact(parseDollars(dollars));
