import type { ForecastReport } from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { showCount } from "../command-line/show-time.ts";
import { colors } from "../command-line/terminal.ts";

const money = (text: string): string => displayDollarsCompact(parseDollars(text));
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** The forecasts for a person, each with how far off its method was in the past. */
export function renderForecast({ forecasts, unpriced_attempts }: ForecastReport): string {
  return [
    ...forecasts.map((forecast) => render(forecast).join("\n")),
    ...(unpriced_attempts === 0
      ? []
      : [`${showCount(unpriced_attempts)} unpriced attempts are in no figure above.`]),
  ].join("\n\n");
}

const between = ({
  low,
  high,
  coverage,
}: Readonly<{ low: string; high: string; coverage: number }>) =>
  `between ${money(low)} and ${money(high)} (${percent(coverage)} of cases)`;

function render(forecast: ForecastReport["forecasts"][number]): readonly string[] {
  const title = `${forecast.period === "month" ? "Month" : "Quarter"} from ${forecast.start.slice(0, 10)}`;
  const spent = `Spent so far  ${money(forecast.spent)}, ${forecast.days_left} days left`;
  if (forecast.kind === "history_too_short") {
    const missing = `Too short a history: ${forecast.needed_days} days are needed, ${forecast.known_days} are known.`;
    return [colors.bold(title), spent, missing];
  }
  const { interval, wide_interval: wide, back_test: tested } = forecast;
  return [
    colors.bold(title),
    spent,
    `Expected      ${money(forecast.expected)}${interval === null ? "" : `, ${between(interval)}`}`,
    ...(wide === null ? [] : [`              ${between(wide)}`]),
    `Method        ${forecast.method}`,
    ...(tested === null
      ? []
      : [
          `In the past   off by ${percent(tested.mean_absolute_error)} on average, ${tested.horizon_days} days ahead, asked on ${showCount(tested.origins)} days${tested.coverage === null ? "" : `; the interval held in ${percent(tested.coverage)}`}`,
        ]),
    ...(forecast.reason === null ? [] : [`No interval   ${forecast.reason}.`]),
  ];
}
