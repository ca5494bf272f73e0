import { brokenPrefixText, type PrefixStats } from "@headgate/contract";
import { renderTable } from "../command-line/render-table.ts";
import { showTime } from "../command-line/show-time.ts";
import { costText, savingText, tokensText } from "./sum-text.ts";

type Look = Readonly<{ timeZone: string; width: number }>;

/** The providers' prompt caches by model, and the prefixes that broke. */
export function renderPrefixStats(stats: PrefixStats, look: Look): string {
  const { started_at, remembered, max_remembered, models, broken, skipped } = stats;
  const since = showTime(Date.parse(started_at), look.timeZone);
  const left = Object.entries(skipped).map(([why, count]) => `${count} ${why}`);
  if (models.length === 0) {
    return "No prompt was looked at: no policy has a prefix_cache in mode watch or auto, or no call was answered yet.";
  }
  return [
    `Since ${since}: ${remembered} of ${max_remembered} places in prompts remembered; not looked at ${left.length === 0 ? "0" : left.join(", ")}.`,
    "",
    modelTable(models, look.width),
    ...(broken.length === 0
      ? ["", "No prefix broke."]
      : ["", "Broken prefixes, the dearest first:", "", brokenTable(broken, look)]),
  ].join("\n");
}

const modelTable = (models: PrefixStats["models"], width: number): string =>
  renderTable(
    [
      { title: "Model" },
      { title: "Calls", align: "right" },
      { title: "Hit rate", align: "right" },
      { title: "Read", align: "right" },
      { title: "Written", align: "right" },
      { title: "5 m/1 h/not marked", align: "right" },
      { title: "Saved", align: "right" },
    ],
    models.map((model) => [
      `${model.provider}/${model.model}`,
      String(model.calls),
      model.hit_rate === null ? "unknown" : `${(model.hit_rate * 100).toFixed(1)}%`,
      tokensText(model.read_tokens, model.unmetered),
      tokensText(model.written_tokens, model.unmetered),
      `${model.marked_5m}/${model.marked_1h}/${model.unmarked}`,
      savingText({
        dollars: model.saved,
        unknown: model.saved_unknown,
        isSimulated: model.simulated,
      }),
    ]),
    width,
  );

const brokenTable = (broken: PrefixStats["broken"], { timeZone, width }: Look): string =>
  renderTable(
    [
      { title: "Model" },
      { title: "Changed" },
      { title: "Times", align: "right" },
      { title: "Since" },
      { title: "Paid again", align: "right" },
      { title: "Cost", align: "right" },
      { title: "Last call" },
    ],
    broken.map((one) => [
      `${one.provider}/${one.model}`,
      brokenPrefixText(one),
      String(one.times),
      showTime(Date.parse(one.first_at), timeZone),
      tokensText(one.tokens_again, one.tokens_unknown),
      costText({
        dollars: one.cost_again,
        unknown: one.cost_unknown,
        isSimulated: one.simulated,
      }),
      one.call_id,
    ]),
    width,
  );
