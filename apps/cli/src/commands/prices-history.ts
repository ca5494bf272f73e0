import type { PriceHistory } from "@headgate/contract";
import { priceHistory } from "@headgate/pricing";
import { defineCommand } from "citty";
import { dataArgument, exitCodes, jsonArgument } from "../command-line/command.ts";
import { renderTable } from "../command-line/render-table.ts";
import { colors, print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { ownPriceBook } from "../prices/own-price-book.ts";
import { quote } from "../prices/per-million.ts";
import { conditionText, placeText, sourceText } from "../prices/record-text.ts";
import { unknownModelText } from "../prices/unknown-model.ts";

/** `headgate prices history MODEL` */
export const pricesHistoryCommand = defineCommand({
  meta: {
    name: "history",
    description:
      "All that was ever recorded of a model's prices, superseded records too. Ends with 1 when there is none.",
  },
  args: {
    model: {
      type: "positional",
      required: true,
      description: "A model by any of its names, or as provider/model",
    },
    provider: { type: "string", valueHint: "NAME", description: "Only this provider's models" },
    ...dataArgument,
    ...jsonArgument,
  },
  run: ({ args }) => {
    const today = new Date().toISOString().slice(0, 10);
    const book = ownPriceBook(args.data, process.env);
    const provider = args.provider === undefined ? {} : { provider: args.provider };
    const history = priceHistory(book, { model: args.model, today, ...provider });
    if (args.json) printJson(history);
    else if (history.models.length > 0) print(renderHistory(history, tableWidth()));
    if (history.models.length > 0) return exitCodes.done;
    talk(unknownModelText(book, args.model, today));
    return exitCodes.finding;
  },
});

/** A model's records, oldest first: when each was said to hold, since when we know, and when it holds. */
export function renderHistory({ models, today }: PriceHistory, width: number): string {
  return models
    .map((model) => {
      const sources = [...new Set(model.records.map(sourceText))];
      return [
        `${colors.bold(model.model)} (${model.provider}), as known on ${today}`,
        "",
        renderTable(
          [
            { title: "component" },
            { title: "USD per 1M", align: "right" },
            { title: "tier" },
            { title: "scope" },
            { title: "said to hold" },
            { title: "recorded" },
            { title: "holds" },
            { title: "confidence" },
          ],
          model.records.map((record) => [
            record.threshold === undefined
              ? record.component
              : `${record.component} ${conditionText(record)}`,
            quote(record),
            record.tier,
            placeText(record),
            daysText({ from: record.valid_from, to: record.valid_to }),
            record.recorded_at,
            holdsText(record),
            `${record.confidence} [${sources.indexOf(sourceText(record)) + 1}]`,
          ]),
          width,
        ),
        "",
        ...sources.map((source, index) => `[${index + 1}] ${source}`),
      ].join("\n");
    })
    .join("\n\n");
}

type HistoryRecord = PriceHistory["models"][number]["records"][number];

/** A later recording may have taken all or some of the days that a record was said to hold. */
function holdsText({ holds, valid_from, valid_to }: HistoryRecord): string {
  const [first] = holds;
  if (first === undefined) return "superseded";
  const isWhole = holds.length === 1 && first.from === valid_from && first.to === valid_to;
  return isWhole ? "all of it" : holds.map(daysText).join(", ");
}

const daysText = ({ from, to }: { from: string; to?: string | undefined }): string =>
  to === undefined ? `${from} on` : `${from} to ${to}`;
