import { counted, type InfrastructurePricesResponse } from "@headgate/contract";
import type { SelfHostAsk } from "../../api/plan.ts";
import { dollarsShown } from "../../format/money-text.ts";
import type { TimeSpan } from "../../time/time-span.ts";

/** The form as it is typed: all texts. */
export type SelfHostForm = Readonly<{
  model: string;
  traffic: "ledger" | "stated";
  /** The model of the calls in the ledger; empty for all of them. */
  ledgerModel: string;
  callsPerDay: string;
  promptTokens: string;
  answerTokens: string;
  /** `""`: a GPU at a price of one's own; else the key of a listed machine. */
  machine: string;
  accelerator: string;
  gpuHour: string;
  operations: string;
}>;

/** What stands in the form at first. */
export const firstForm: SelfHostForm = {
  model: "llama-3.3-70b",
  traffic: "ledger",
  ledgerModel: "",
  callsPerDay: "",
  promptTokens: "",
  answerTokens: "",
  machine: "",
  accelerator: "h100",
  gpuHour: "",
  operations: "12500",
};

export type FormFaults = Partial<Record<keyof SelfHostForm, string>>;

const DOLLARS = /^\d{1,9}(\.\d{1,12})?$/;
const TOKENS = /^\d{1,7}(\.\d+)?$/;
const CALLS = /^\d{1,9}(\.\d+)?$/;

/** What has to be mended before anything is asked; empty where nothing has. */
export function formFaults(form: SelfHostForm): FormFaults {
  const faults: FormFaults = {};
  const check = (field: keyof SelfHostForm, pattern: RegExp, what: string) => {
    if (!pattern.test(form[field].trim())) faults[field] = what;
  };
  check("model", /^.{1,200}$/, "Name an open model, such as llama-3.3-70b");
  check("operations", DOLLARS, "Dollars a month, such as 12500");
  if (form.machine === "") {
    check("accelerator", /^.{1,100}$/, "Name the GPU, such as h100");
    check("gpuHour", DOLLARS, "Dollars an hour of one GPU, such as 2.95");
  }
  if (form.traffic === "stated") {
    check("callsPerDay", CALLS, "Calls a day, such as 500000");
    check("promptTokens", TOKENS, "Tokens of a mean prompt, such as 1200");
    check("answerTokens", TOKENS, "Tokens of a mean answer, such as 250");
  }
  return faults;
}

type Listed = InfrastructurePricesResponse["prices"][number];

const listedTerms = [
  "on_demand",
  "reserved_1y",
  "reserved_3y",
  "savings_plan_1y",
  "savings_plan_3y",
] as const;
type ListedTerm = (typeof listedTerms)[number];
const termOf = ({ term }: Listed): ListedTerm | undefined =>
  listedTerms.find((known) => known === term);

const keyOf = ({ provider, sku, region, term }: Listed): string =>
  [provider, sku, region, term].join(" ");

/** Listed machines with accelerators that can be planned with, each with its price's age. */
export const machineChoices = (
  prices: readonly Listed[],
): readonly Readonly<{ value: string; label: string }>[] =>
  prices
    // Hosting is planned with prices that nothing is paid in advance for.
    .filter(
      (one) =>
        one.accelerators !== null && one.payment === "no_upfront" && termOf(one) !== undefined,
    )
    .map((one) => ({
      value: keyOf(one),
      label: `${one.provider} ${one.sku} (${one.accelerators}), ${one.region}, ${one.term.replaceAll("_", " ")}: ${dollarsShown(one.dollars_per_hour)} an hour, ${counted(one.age_days, "day")} old`,
    }));

/** The question that a form without faults comes to; undefined where its machine is not on the lists. */
export function selfHostAsk(
  form: SelfHostForm,
  span: TimeSpan,
  prices: readonly Listed[],
): SelfHostAsk | undefined {
  const machine = machineAsk(form, prices);
  return machine === undefined
    ? undefined
    : {
        model: form.model.trim(),
        demand: demandAsk(form, span),
        ...machine,
        costs: { operations_per_month: form.operations.trim() },
      };
}

function machineAsk(
  form: SelfHostForm,
  prices: readonly Listed[],
): Pick<SelfHostAsk, "machine" | "accelerator"> | undefined {
  if (form.machine === "")
    return {
      accelerator: form.accelerator.trim(),
      machine: { kind: "stated", dollars_per_hour: form.gpuHour.trim() },
    };
  const found = prices.find((one) => one.payment === "no_upfront" && keyOf(one) === form.machine);
  const term = found === undefined ? undefined : termOf(found);
  if (found === undefined || term === undefined) return undefined;
  const { provider, sku, region } = found;
  return { machine: { kind: "listed", provider, sku, region, term } };
}

function demandAsk(form: SelfHostForm, { fromMs, toMs }: TimeSpan): SelfHostAsk["demand"] {
  if (form.traffic === "stated")
    return {
      kind: "stated",
      calls_per_day: Number(form.callsPerDay),
      prompt_tokens: Number(form.promptTokens),
      answer_tokens: Number(form.answerTokens),
    };
  const model = form.ledgerModel.trim();
  return {
    kind: "history",
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    filter: model === "" ? {} : { model },
  };
}
