import { counted, type GpuPlan } from "@headgate/contract";
import { costShown, dollarsShown } from "../../format/money-text.ts";
import { type Fact, percentText, rangeText } from "./plan-text.ts";

/** What stands in the form at first, as a file of `headgate plan gpus`. The fleet is constructed. */
export const firstFleet = `{
  "region": "us-east-1",
  "machines": [
    {
      "name": "support-chat",
      "sku": "g5.12xlarge",
      "count": 2,
      "target": {
        "kind": "kubernetes_deployment",
        "namespace": "ml",
        "deployment": "support-chat"
      },
      "memory_needed_gib": 20
    }
  ],
  "packing": {
    "models": [
      { "name": "tagger", "memory_gib": 3, "activity_percent": 8, "measured_on": "l4" },
      { "name": "reranker", "memory_gib": 5, "activity_percent": 20, "measured_on": "l4" }
    ]
  }
}
`;

/** What the fleet costs, and what is left of it. */
export const machineFacts = (plan: GpuPlan): readonly Fact[] => [
  {
    title: "The fleet",
    value: costShown(plan.dollars_per_month),
    note: "a month, where prices are known",
  },
  {
    title: "Could be saved",
    value: plan.saving_per_month === null ? "not known" : rangeText(plan.saving_per_month),
    note:
      plan.saving_per_month === null
        ? "nothing was planned"
        : `a month: ${plan.saving_per_month.basis}`,
  },
  ...(plan.packing === null
    ? []
    : [
        {
          title: "Small models together",
          value: dollarsShown(plan.packing.dollars_per_month),
          note: `a month; apart ${dollarsShown(plan.packing.apart_per_month)}`,
        },
      ]),
];

export type MachineLine = Readonly<{
  name: string;
  machine: string;
  cost: string;
  judgement: string;
  because: string;
}>;

export const machineLines = ({ machines }: GpuPlan): readonly MachineLine[] =>
  machines.map((one) => ({
    name: one.name,
    machine: `${one.count} × ${one.sku}, ${one.region}`,
    cost: costShown(one.dollars_per_month),
    judgement: one.judgement.replaceAll("_", " "),
    because: one.because,
  }));

export type ChangeLine = Readonly<{
  id: string;
  machine: string;
  text: string;
  saves: string;
  sure: string;
  risks: string;
}>;

export const changeLines = ({ changes }: GpuPlan): readonly ChangeLine[] =>
  changes.map(({ id, machine, text, saving, confidence, effort, risks }) => ({
    id,
    machine,
    text,
    saves: rangeText(saving),
    sure: `${confidence}; ${effort} of work`,
    risks: risks.join(" "),
  }));

/** Where models go together, training, and what has to be measured first, in a sentence each. */
export const machineTexts = ({ packing, training, measure_first }: GpuPlan): readonly string[] => [
  ...(packing === null
    ? []
    : [
        ...packing.machines.map(
          (one) =>
            `${one.models.join(", ")} on one ${one.provider} ${one.sku}: ${percentText(one.busiest_activity)} in the busiest hour.`,
        ),
        `The packing is ${packing.proof.replaceAll("_", " ")}${packing.gap_percent === null ? "" : `, at most ${packing.gap_percent} % from the cheapest`}.`,
        ...packing.notes,
      ]),
  ...training.flatMap(({ name, on_demand, spot, notes }) => [
    `${name}: ${dollarsShown(on_demand)} on demand, ${spot === null ? "on spot not known" : `${rangeText(spot)} on spot`}.`,
    ...notes,
  ]),
  ...measure_first.map(
    ({ machine, sku, machines, dollars_per_month, measure }) =>
      `Measure first: ${machine} on ${counted(machines, sku, sku)} at ${dollarsShown(dollars_per_month)} a month. ${measure}`,
  ),
];
