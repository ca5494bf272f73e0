import {
  type CommitmentsPlan,
  counted,
  type EstimatedDollarsText,
  exportsOfCommitments,
  type OfferPlan,
  type PlannedUnits,
  type PooledDemand,
} from "@headgate/contract";
import { renderTable } from "../command-line/render-table.ts";
import { colors } from "../command-line/terminal.ts";
import { money, percent, renderDemand, renderNoPlan } from "./render-demand.ts";

type Plan = Extract<CommitmentsPlan, { kind: "commitments_plan" }>;

const range = ({ low, estimate, high }: EstimatedDollarsText): string =>
  `${money(estimate)} (${money(low)} to ${money(high)})`;
const nameOf = ({ offer, part }: Readonly<{ offer: string; part: string | null }>): string =>
  part === null ? offer : `${offer}, ${part}`;

/** A plan for a person: demand, each offer, all together, pools, renewals, and where the prices come from. */
export function renderCommitments(plan: CommitmentsPlan, width: number): string {
  if (plan.kind === "no_plan") return renderNoPlan(plan);
  return [
    renderDemand(plan.demand),
    ...plan.offers.map((one) => `${colors.bold(nameOf(one))}\n${renderOffer(one.plan)}`),
    ...together(plan.together),
    ...exported(plan),
    ...plan.pooled.map((pooled) => renderPool(pooled, width)),
    ...(plan.renewals.length === 0
      ? []
      : [[colors.bold("Renewals"), ...plan.renewals.map(({ text }) => text)].join("\n")]),
    ...(plan.notes.length === 0 ? [] : [plan.notes.join("\n")]),
    ...sources(plan, width),
  ].join("\n\n");
}

function renderOffer(plan: OfferPlan["plan"]): string {
  switch (plan.kind) {
    case "no_plan":
      return renderNoPlan(plan);
    case "planned":
      return renderUnits(plan);
    case "credits":
      return [
        `Used up      ${plan.used_up_on === null ? "not before they expire" : plan.used_up_on}`,
        `Used         ${range(plan.used)}`,
        `Forfeited    ${range(plan.forfeited)}`,
        `Saves        ${range(plan.saving)} beside what is paid for them`,
        ...plan.notes,
      ].join("\n");
    case "volume_tiers":
      return [
        `Sign         ${plan.tier === null ? "none" : `the one of ${money((plan.tiers[plan.tier] as (typeof plan.tiers)[number]).committed)}`}`,
        `Spend        ${range(plan.spend)} in the period`,
        ...plan.tiers.map(
          (tier) =>
            `${money(tier.committed).padEnd(13)}${percent(tier.discount)} off: saves ${range(tier.saving)}, missed in ${percent(tier.shortfall_probability)} of cases`,
        ),
        ...plan.notes,
      ].join("\n");
    default:
      return plan satisfies never;
  }
}

function renderUnits(plan: PlannedUnits): string {
  const beside = (name: string, one: PlannedUnits["beside"]["mean"]): string =>
    `Buying ${name.padEnd(6)}${counted(one.units, "unit")}: saves ${money(one.saving_per_month)} a month`;
  return [
    plan.units === 0
      ? `Buy          none: the first is worth ${plan.first_worth.toFixed(2)} of what it costs`
      : `Buy          ${plan.units} × ${plan.unit}, ${plan.term_months === 0 ? "without a term" : counted(plan.term_months, "month")}, ${money(plan.committed_per_month)} a month`,
    `On demand    ${range(plan.on_demand_per_month)} a month`,
    `Saves        ${range(plan.saving_per_month)} a month: ${plan.saving_per_month.basis}`,
    `Break-even   ${percent(plan.break_even_utilisation)} of a unit used${plan.utilisation === null ? "" : `; ${percent(plan.utilisation)} is expected, ${percent(plan.marginal_utilisation ?? plan.utilisation)} of the last one`}`,
    ...(plan.units === 0 ? [] : [`Overflow     ${percent(plan.overflow_share)} stays on demand`]),
    ...(plan.refused === null
      ? []
      : [
          `Lost calls   ${percent(plan.refused.share)}, ${Math.round(plan.refused.calls_per_month)} a month`,
        ]),
    `Regret       ${money(plan.regret_per_month.p10)} a month if demand comes at its P10, ${money(plan.regret_per_month.p90)} at its P90`,
    beside("mean", plan.beside.mean),
    beside("P95", plan.beside.p95),
    ...(plan.ladder === null
      ? []
      : [
          `In parts     ${plan.ladder.tranches.map(({ month, units }) => `${units} in month ${month}`).join(", ")}: saves ${range(plan.ladder.saving_per_month)} a month`,
        ]),
    ...plan.turning_points.map(
      (point) =>
        `Turns at     ${point.input}: ${point.turns_at}, now ${point.now}; ${point.answer_then}`,
    ),
    ...plan.notes,
  ].join("\n");
}

function together(plan: Plan["together"]): readonly string[] {
  if (plan === null) return [];
  const title = colors.bold("All together");
  if (plan.kind === "no_plan") return [`${title}\n${renderNoPlan(plan)}`];
  return [
    [
      title,
      ...plan.units.map(({ offer, units }) => `Buy          ${units} of ${offer}`),
      `Committed    ${money(plan.committed_per_month)} a month`,
      `Saves        ${range(plan.saving_per_month)} a month`,
      ...plan.notes,
    ].join("\n"),
  ];
}

function exported(plan: Plan): readonly string[] {
  const { exports, withheld } = exportsOfCommitments(plan);
  const lines = [
    ...exports.map(({ tool, file_name }) => `Export       ${file_name} (${tool})`),
    ...(withheld === null ? [] : [withheld]),
  ];
  return lines.length === 0 ? [] : [[colors.bold("To buy it"), ...lines].join("\n")];
}

function renderPool(pooled: PooledDemand, width: number): string {
  return [
    colors.bold(`Pooled by ${pooled.by}: ${pooled.offer}`),
    `${counted(pooled.units_together, "unit")} together save ${money(pooled.saving_together)} a month, ${counted(pooled.units_apart, "unit")} apart ${money(pooled.saving_apart)}`,
    renderTable(
      [
        { title: pooled.by },
        { title: "on demand a month", align: "right" },
        { title: "saves alone", align: "right" },
        { title: "fair share", align: "right" },
      ],
      pooled.members.map((member) => [
        member.value ?? "(none)",
        money(member.on_demand_per_month),
        money(member.saving_alone),
        `${money(member.share)}${member.standard_error === null ? "" : ` ± ${money(member.standard_error)}`}`,
      ]),
      width,
    ),
    ...pooled.notes,
  ].join("\n");
}

const sources = (plan: Plan, width: number): readonly string[] =>
  plan.sources.length === 0
    ? []
    : [
        renderTable(
          [{ title: "what" }, { title: "value" }, { title: "age" }, { title: "source" }],
          plan.sources.map(({ what, value, source, age_days }) => [
            what,
            value,
            age_days === null ? "" : counted(age_days, "day"),
            source,
          ]),
          width,
        ),
      ];
