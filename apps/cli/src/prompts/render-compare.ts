import {
  counted,
  type PromptArmMeasures,
  type PromptsCompare,
  promptArms,
} from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { renderTable } from "../command-line/render-table.ts";
import { showCount } from "../command-line/show-time.ts";
import { LEAST_VALUES } from "./mean-difference.ts";

/** Two versions of a prompt beside each other, for a person. */
export function renderCompare(result: PromptsCompare, width: number): string {
  const { name, arms, compared, output_tokens_saved, cost_saved, simulated } = result;
  if (promptArms.every((arm) => arms[arm].calls === 0)) {
    return `No call of this time was sent with a version of "${name}". Approve one under prompts in headgate.yaml.`;
  }
  return [
    renderTable(
      [
        { title: "version" },
        { title: "calls", align: "right" },
        { title: "failed", align: "right" },
        { title: "output tokens a call", align: "right" },
        { title: "cost a call", align: "right" },
        { title: "outcomes accepted", align: "right" },
      ],
      promptArms.map((arm) => [arm, ...armText(arms[arm])]),
      width,
    ),
    "",
    output_tokens_saved === null
      ? tooFew("output tokens")
      : `The approved version writes ${moreOrLess(output_tokens_saved, (text) => `${text} tokens`)}.`,
    cost_saved === null ? tooFew("cost") : `It costs ${moreOrLess(cost_saved, money)}.`,
    compared === null
      ? "The versions have no time in common: what else changed between them is in what they differ by."
      : `Compared from ${compared.from} to ${compared.to}, in which both versions have calls.`,
    "Intervals are of 95 % and take calls as independent; turns of one session are not, so they are too narrow where sessions are long.",
    ...promptArms.flatMap((arm) => leftOut(arm, arms[arm])),
    ...(simulated ? ["Some of this money is simulated."] : []),
  ].join("\n");
}

const armText = (arm: PromptArmMeasures): readonly string[] => [
  showCount(arm.calls),
  showCount(arm.failed),
  arm.output_tokens ?? "unknown",
  arm.cost === null ? "unknown" : money(arm.cost),
  arm.outcomes === 0
    ? "none told"
    : `${showCount(arm.accepted_outcomes)} of ${showCount(arm.outcomes)}`,
];

const tooFew = (what: string): string =>
  `Fewer than ${LEAST_VALUES} calls of a version tell their ${what}: no interval yet.`;

/** A difference in words; where its interval has nothing in it, that it may be chance. */
function moreOrLess(
  { difference, from, to }: NonNullable<PromptsCompare["cost_saved"]>,
  show: (text: string) => string,
): string {
  const isLess = !difference.startsWith("-");
  const size = show(isLess ? difference : difference.slice(1));
  const isChance = from.startsWith("-") !== to.startsWith("-");
  const chance = isChance ? ", which may be chance" : "";
  return `${size} ${isLess ? "less" : "more"} a call (saved: ${show(from)} to ${show(to)})${chance}`;
}

function leftOut(
  arm: string,
  { left_out, without_cost, without_output_tokens }: PromptArmMeasures,
) {
  return [
    ...(left_out === 0
      ? []
      : [
          `${arm}: ${counted(left_out, "call is", "calls are")} left out: outside the time in which both versions have calls, or beyond what is read evenly over it.`,
        ]),
    ...(without_cost === 0
      ? []
      : [`${arm}: the cost of ${counted(without_cost, "call")} is not known.`]),
    ...(without_output_tokens === 0
      ? []
      : [`${arm}: the output tokens of ${counted(without_output_tokens, "call")} are not known.`]),
  ];
}

const money = (text: string): string => displayDollarsCompact(parseDollars(text));
