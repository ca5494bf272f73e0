import { counted, type EstimatedDollarsText, type SelfHostPlan } from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { renderTable } from "../command-line/render-table.ts";
import { showCount } from "../command-line/show-time.ts";
import { colors } from "../command-line/terminal.ts";

const money = (text: string): string => displayDollarsCompact(parseDollars(text));
const percent = (part: number): string => `${(part * 100).toFixed(0)} %`;
const figure = (value: number): string => showCount(Math.round(value));

/** The answer first, then what it rests on. */
export function renderSelfHost(plan: SelfHostPlan, width: number): string {
  const { model, deployment, replica, fleet, traffic, self_host, api, regret } = plan;
  const { band } = replica;
  return [
    colors.bold(answerText(plan)),
    "",
    `Own machines  ${range(self_host.month)} a month`,
    `              machines ${money(self_host.parts.machines)}, starting ${money(self_host.parts.starting)}, operations ${money(self_host.parts.operations)}, storage ${money(self_host.parts.storage)}, egress ${money(self_host.parts.egress)}`,
    `API           ${range(api.month)} a month, ${api.hosts[0]?.provider}/${api.hosts[0]?.model}`,
    ...currentText(plan),
    `Break-even    ${breakEvenText(plan.break_even)}`,
    `Wrong choice  own machines cost ${money(regret.self_host)} a month too much on average, the API ${money(regret.api)}`,
    "",
    `Traffic       ${figure(traffic.tokens_per_day)} tokens a day (${traffic.basis}): prompts of ${figure(traffic.prompt_tokens)}, ${figure(traffic.cached_tokens)} of them cached, answers of ${figure(traffic.answer_tokens)}; the busiest hour is ${traffic.peak_to_mean.toFixed(1)} times the mean`,
    ...(traffic.unknown_calls === 0
      ? []
      : [
          `              of ${figure(traffic.unknown_calls)} calls the tokens are not known: taken as long as the others`,
        ]),
    `Replica       ${model.weights} in ${deployment.precision} on ${deployment.spread} × ${deployment.accelerator} (${deployment.preset}): ${figure(replica.output_tokens_per_second)} answer tokens/s with ${replica.concurrent_answers} answers under way, ${replica.ms_per_token.toFixed(1)} ms a token`,
    `              ${band.kind === "calibrated" ? "set by your measurement" : "worked out, not measured"}: on ${figure(band.rows)} measured rows such servers did ${band.low.toFixed(2)} to ${band.high.toFixed(2)} times what was worked out (middle 80 %; median error ${percent(band.median_absolute_error)})`,
    ...replica.not_worked_out.map((text) => `              not worked out: ${text}`),
    `Fleet         ${fleet.mean_replicas.toFixed(1)} replicas on average, ${fleet.peak_replicas} at most; ${percent(fleet.utilisation)} used`,
    "",
    "What would turn the answer, all else as it is",
    renderTable(
      [
        { title: "input" },
        { title: "now", align: "right" },
        { title: "turns at", align: "right" },
        { title: "" },
      ],
      plan.turning_points.map(({ input, now, turns_at, answer_then }) => [
        input,
        now,
        turns_at,
        answer_then,
      ]),
      width,
    ),
    "",
    "Hosts of the same weights",
    renderTable(
      [{ title: "host" }, { title: "USD a month", align: "right" }, { title: "" }],
      api.hosts.map(({ provider, model: name, dollars_per_month, notes }) => [
        `${provider}/${name}`,
        dollars_per_month === null ? "unknown" : money(dollars_per_month),
        notes.join("; "),
      ]),
      width,
    ),
    "",
    "Taken for granted",
    ...plan.assumptions.map((text) => `- ${text}`),
    "",
    "From",
    ...plan.sources.map(
      ({ what, value, source, read_on, age_days }) =>
        `- ${what}: ${value} (${source}${read_on === null || age_days === null ? "" : `, ${read_on}, ${counted(age_days, "day")} old`})`,
    ),
  ].join("\n");
}

function answerText({ answer, chance_self_host_is_cheaper: chance }: SelfHostPlan): string {
  const cases = `own machines are cheaper in ${percent(chance)} of the cases`;
  switch (answer) {
    case "self_host":
      return `Host it yourself: ${cases}.`;
    case "api":
      return `Stay with an API: ${cases}.`;
    case "too_close":
      return `Too close to call: ${cases}.`;
    default:
      return answer satisfies never;
  }
}

const range = ({ low, estimate, high }: EstimatedDollarsText): string =>
  `${money(estimate)} (${money(low)} to ${money(high)})`;

function breakEvenText(found: SelfHostPlan["break_even"]): string {
  switch (found.kind) {
    case "at":
      return `at ${figure(found.tokens_per_month)} tokens a month, ${found.times_now.toPrecision(3)} times today's, in this shape`;
    case "never":
      return `never: ${found.why}`;
    case "always":
      return `at any volume: ${found.why}`;
    default:
      return found satisfies never;
  }
}

function currentText({ api: { current } }: SelfHostPlan): readonly string[] {
  if (current === null) return [];
  const cost =
    current.dollars_per_month === null ? "unknown" : `${money(current.dollars_per_month)} a month`;
  return [
    `Now           ${cost}, ${[`${current.provider}/${current.model}`, ...current.notes].join(", ")}: other weights, so answers of another quality`,
    ...(current.break_even === null
      ? []
      : [`              against it, break-even ${breakEvenText(current.break_even)}`]),
  ];
}
