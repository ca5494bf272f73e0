import {
  beyondCallsText,
  billedText,
  billsLeftOutText,
  counted,
  type ForecastReport,
} from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { colors } from "../command-line/terminal.ts";

const money = (text: string): string => displayDollarsCompact(parseDollars(text));
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** The forecasts for a person, each with how far off its method was in the past. */
export function renderForecast({
  forecasts,
  unpriced_attempts,
  billed,
  beyond_calls: beyond,
  together,
  bills_left_out: leftOut,
  history,
}: ForecastReport): string {
  return [
    ...forecasts.map((forecast) => render(forecast).join("\n")),
    ...(unpriced_attempts === 0
      ? []
      : [
          `${counted(unpriced_attempts, "unpriced attempt is", "unpriced attempts are")} in no figure above.`,
        ]),
    ...(billed === undefined ? [] : [billedText(billed)]),
    ...(beyond === undefined
      ? []
      : [
          beyondCallsText(beyond),
          ...beyond.forecasts.map((forecast) => render(forecast, "bills beyond calls").join("\n")),
        ]),
    ...(together === undefined || together.length === 0 ? [] : [togetherText(together)]),
    ...[billsLeftOutText(leftOut)].flatMap((text) => text ?? []),
    ...(history === undefined || parseDollars(history.simulated_cost) <= 0n
      ? []
      : [
          `Of the ${money(history.effective_cost)} of history that this rests on, ${money(history.simulated_cost)} is simulated.`,
        ]),
  ].join("\n\n");
}

/** Calls and bills beyond them in one line. */
const togetherText = (together: NonNullable<ForecastReport["together"]>): string =>
  `Calls and bills beyond them together: ${together.map(({ period, expected }) => `${money(expected)} expected of the ${period}`).join(", ")}.`;

const between = ({
  low,
  high,
  coverage,
}: Readonly<{ low: string; high: string; coverage: number }>) =>
  `between ${money(low)} and ${money(high)} (${percent(coverage)} of cases)`;

/** A forecast in one line, for beside other figures. */
export function forecastLine(forecast: ForecastReport["forecasts"][number]): string {
  if (forecast.kind === "history_too_short")
    return `not known: ${counted(forecast.needed_days, "day")} of history are needed, ${counted(forecast.known_days, "is", "are")} known`;
  const { interval } = forecast;
  return `${money(forecast.expected)}${interval === null ? "" : `, ${between(interval)}`}`;
}

function render(
  forecast: ForecastReport["forecasts"][number],
  of?: "bills beyond calls",
): readonly string[] {
  const period = `${forecast.period === "month" ? "Month" : "Quarter"} from ${forecast.start.slice(0, 10)}`;
  const title = of === undefined ? period : `${period}, ${of}`;
  const unknown =
    forecast.unknown_days === 0 ? "" : `, ${counted(forecast.unknown_days, "day")} not known yet`;
  const spent = `Spent so far  ${money(forecast.spent)}${unknown}, ${counted(forecast.days_left, "day")} left`;
  if (forecast.kind === "history_too_short") {
    const missing = `Too short a history: ${counted(forecast.needed_days, "day is", "days are")} needed, ${counted(forecast.known_days, "is", "are")} known.`;
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
          `In the past   off by ${percent(tested.mean_absolute_error)} on average, ${counted(tested.horizon_days, "day")} ahead, asked on ${counted(tested.origins, "day")}${tested.coverage === null ? "" : `; the interval held in ${percent(tested.coverage)}`}`,
        ]),
    ...(forecast.reason === null ? [] : [`No interval   ${forecast.reason}.`]),
  ];
}
