import type { PriceHistory } from "@headgate/contract";
import { priceHistory } from "@headgate/pricing";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument } from "../command-line/command.ts";
import { renderTable } from "../command-line/render-table.ts";
import { colors, print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { ownPriceBook } from "../prices/own-price-book.ts";
import { quote } from "../prices/per-million.ts";
import { conditionText, placeText } from "../prices/record-text.ts";
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
    ...jsonArgument,
  },
  run: ({ args }) => {
    const today = new Date().toISOString().slice(0, 10);
    const book = ownPriceBook(process.env);
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
    .map((model) =>
      [
        `${colors.bold(model.model)} (${model.provider}), as known on ${today}`,
        "",
        renderTable(
          [
            { title: "component" },
            { title: "USD, tokens per 1M", align: "right" },
            { title: "tier" },
            { title: "scope" },
            { title: "condition" },
            { title: "said to hold" },
            { title: "recorded" },
            { title: "holds" },
            { title: "confidence" },
            { title: "source" },
          ],
          model.records.map((record) => [
            record.component,
            quote(record),
            record.tier,
            placeText(record),
            conditionText(record),
            daysText({ from: record.valid_from, to: record.valid_to }),
            record.recorded_at,
            record.holds.length === 0 ? "superseded" : record.holds.map(daysText).join(", "),
            record.confidence,
            record.source.url,
          ]),
          width,
        ),
      ].join("\n"),
    )
    .join("\n\n");
}

const daysText = ({ from, to }: { from: string; to?: string | undefined }): string =>
  to === undefined ? `${from} on` : `${from} to ${to}`;
