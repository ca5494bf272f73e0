import type { TakeRatesResponse } from "@headgate/contract";

type State = TakeRatesResponse["rates"][number]["state"];

const stateWords: Readonly<Record<State, Readonly<{ told: string; done: string }>>> = {
  new: { told: "would be taken", done: "taken" },
  changed: { told: "would be changed", done: "changed" },
  taken: { told: "taken before", done: "taken before" },
  configured: { told: "in headgate.yaml already", done: "in headgate.yaml already" },
};

/** What `headgate reconcile --take-rates` shows: each rate, and what becomes of it. */
export function renderTakenRates({ applied, file, rates }: TakeRatesResponse): string {
  if (rates.length === 0) {
    return "No bill of this range has a steady price of its own that calls can be compared with.";
  }
  return [
    ...rates.flatMap(({ overlay, found, state }) => [
      `${overlay.name}: ${stateWords[state][applied ? "done" : "told"]}`,
      `  ${found.rounded ? "about " : ""}${found.per_million} USD a million, ${found.list_per_million} on the list; ${found.valid_from} to ${found.valid_to ?? "now"}`,
    ]),
    "",
    ...(applied
      ? [
          `They are in ${file} of the data directory, with what they rest on,`,
          "and hold for new calls at once. headgate prices rerate prices the calls before by them.",
        ]
      : ["Nothing was written. Read each against your contract, then add --yes."]),
  ].join("\n");
}
