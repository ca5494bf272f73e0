import { counted, type GpuPlan, type NoPlan, type PlanGpusResponse } from "@headgate/contract";
import { displayDollars, parseDollars } from "@headgate/money";
import { renderTable } from "../command-line/render-table.ts";

const money = (text: string): string => displayDollars(parseDollars(text));
const range = ({ low, estimate, high }: Readonly<Record<"low" | "estimate" | "high", string>>) =>
  `${money(estimate)} (${money(low)} to ${money(high)})`;

/** A plan of machines for people; or why there is none. */
export function renderGpuPlan(answer: PlanGpusResponse, width: number): string {
  return answer.kind === "no_plan" ? renderNoPlan(answer) : renderPlan(answer, width);
}

const renderNoPlan = ({ reasons }: NoPlan): string =>
  [
    "There is no plan.",
    ...reasons.map(({ place, text, mend }) => `- ${place}: ${text}\n  ${mend}`),
  ].join("\n");

function renderPlan(plan: GpuPlan, width: number): string {
  return [
    `Machines from ${plan.from.slice(0, 10)} to ${plan.to.slice(0, 10)}, prices of ${plan.day}`,
    ...section("", machinesOf(plan, width)),
    ...section("Changes, dollars a month, each by itself", changesOf(plan)),
    ...together(plan),
    ...section("Cheaper, but measure first", measureOf(plan)),
    ...section("Small models together", packingOf(plan)),
    ...section("Training", trainingOf(plan)),
    ...section(
      "What would change the answer",
      plan.turning_points.map(
        ({ input, now, turns_at, answer_then }) =>
          `- ${input}: ${now} now; at ${turns_at} ${answer_then}`,
      ),
    ),
    ...section(
      "Not planned",
      plan.not_planned.map(({ place, text, mend }) => `- ${place}: ${text}\n  ${mend}`),
    ),
    ...section(
      "Prices and facts",
      plan.sources.map(
        ({ what, value, source, read_on, age_days }) =>
          `- ${what}: ${value}, ${source}${read_on === null ? "" : `, ${read_on}, ${counted(age_days ?? 0, "day")} old`}`,
      ),
    ),
  ].join("\n");
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", ...(title === "" ? [] : [title]), ...lines];

const share = (value: number | null): string =>
  value === null ? "–" : `${Math.round(value * 100)} %`;

const machinesOf = ({ machines }: GpuPlan, width: number): string[] =>
  machines.length === 0
    ? []
    : [
        renderTable(
          [
            { title: "machine" },
            { title: "is" },
            { title: "what" },
            { title: "mean", align: "right" },
            { title: "busy hour", align: "right" },
            { title: "memory held", align: "right" },
            { title: "$ a month", align: "right" },
          ],
          machines.map((machine) => [
            machine.name,
            `${machine.count} × ${machine.sku}`,
            machine.judgement.replaceAll("_", " "),
            share(machine.mean_activity),
            share(machine.busy_hour_activity),
            share(machine.memory_held),
            machine.dollars_per_month === null ? "no price" : money(machine.dollars_per_month),
          ]),
          width,
        ),
      ];

const changesOf = ({ changes }: GpuPlan): string[] =>
  changes.flatMap(({ text, saving, confidence, evidence, risks }) => [
    `- ${range(saving)}  ${text}  [confidence ${confidence}]`,
    ...evidence.map((line) => `    ${line}`),
    ...risks.map((line) => `    risk: ${line}`),
  ]);

function together({ dollars_per_month: cost, saving_per_month: saving }: GpuPlan): string[] {
  if (cost === null || saving === null) return [];
  return ["", `Of ${money(cost)} a month all together save ${range(saving)}.`];
}

const measureOf = ({ measure_first }: GpuPlan): string[] =>
  measure_first.map(
    ({ machine, sku, dollars_per_month, measure }) =>
      `- ${machine}: ${sku} at ${money(dollars_per_month)} a month each. ${measure}`,
  );

function packingOf({ packing }: GpuPlan): string[] {
  if (packing === null) return [];
  return [
    ...packing.machines.map(
      ({ sku, models, memory_used_gib, memory_gib, busiest_activity }) =>
        `- ${sku}: ${models.join(", ")} (${memory_used_gib} of ${memory_gib} GiB, busiest hour ${share(busiest_activity)} of what it may)`,
    ),
    `${money(packing.dollars_per_month)} a month instead of ${money(packing.apart_per_month)} apart: ${money(packing.saving_per_month)} saved${packing.gap_percent === null ? "" : `, at most ${packing.gap_percent} % from the optimum`}.`,
    ...(packing.by_peaks_per_month === null
      ? []
      : [`By peaks alone it would be ${money(packing.by_peaks_per_month)}.`]),
    ...packing.notes,
  ];
}

const trainingOf = ({ training }: GpuPlan): string[] =>
  training.flatMap(
    ({ name, sku, on_demand, spot, checkpoint_every_minutes, overhead, interruptions, notes }) => [
      `- ${name} on ${sku}: ${money(on_demand)} on demand, ${spot === null ? "spot not known" : `${range(spot)} on spot`}`,
      ...(checkpoint_every_minutes === null || overhead === null
        ? []
        : [
            `    a checkpoint every ${checkpoint_every_minutes} minutes; overhead ${(overhead.estimate * 100).toFixed(1)} % (${(overhead.low * 100).toFixed(1)} to ${(overhead.high * 100).toFixed(1)})`,
          ]),
      `    taken back: ${interruptions}`,
      ...notes.map((line) => `    ${line}`),
    ],
  );
