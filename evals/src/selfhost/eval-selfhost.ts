import { printTable } from "@headgate/bench/result";
import type { MeasuredError } from "@headgate/planner";
import type { Evaluation } from "../evaluation.ts";
import { compareMlperf, type MlperfRow } from "./compare-mlperf.ts";
import {
  afterOneMeasurement,
  type Compared,
  compareServer,
  errorOf,
  groupBy,
  leaveOneModelOut,
  quantile,
  summarise,
} from "./measure-error.ts";
import { readSilicon } from "./read-silicon.ts";
import { judgeRules, perDayText, type RuleCase, ruleCases, shapes } from "./rules-of-thumb.ts";

/** The day of the prices that the rules of thumb are judged by. */
const PRICES_AT = Date.parse("2026-11-29T00:00:00Z");

/**
 * The throughput that is worked out for servers that others measured, with its error by model, accelerator and load; and
 * the field's rules of thumb, judged by the model. Arithmetic alone: no timing of this machine is in it.
 */
export async function evalSelfHost(folder: string): Promise<Evaluation> {
  const { servers, leftOut } = readSilicon(folder);
  const compared = servers.flatMap((server) => compareServer(server) ?? []);
  const unfit = servers.length - compared.length;
  const dense = compared.filter(({ server }) => server.kind === "dense");
  const experts = compared.filter(({ server }) => server.kind === "experts");
  const unseen = leaveOneModelOut(servers.filter(({ kind }) => kind === "experts"));
  const errors = {
    dense: {
      untuned: summarise(dense.map(({ throughput }) => throughput)),
      calibrated: summarise(afterOneMeasurement(dense)),
    },
    experts: {
      untuned: summarise(unseen.map(({ throughput }) => throughput)),
      calibrated: summarise(afterOneMeasurement(experts)),
    },
  };
  printErrors(errors);
  const byGroup = {
    model: (row: Compared) => row.server.model,
    accelerator: (row: Compared) => row.server.accelerator,
    software: (row: Compared) => row.server.software.split(" ")[0] ?? "",
    "answers under way": (row: Compared) => loadOf(row.server.answers),
    "accelerators of a replica": (row: Compared) => `${row.server.deployment.spread}`,
  };
  for (const [name, keyOf] of Object.entries(byGroup)) {
    printTable(`Throughput by ${name}`, [
      ...groupRows("dense", dense, keyOf),
      ...groupRows("experts", experts, keyOf),
    ]);
  }
  printTable("Rows of the file that the model says nothing about", [
    ...Object.entries(leftOut).map(([reason, rows]) => ({ reason, rows })),
    ...(unfit === 0
      ? []
      : [{ reason: "does not fit the memory by the model's figures", rows: unfit }]),
  ]);
  const mlperf = compareMlperf(folder);
  printMlperf(mlperf);
  const cases = ruleCases(PRICES_AT);
  const verdicts = judgeRules(cases);
  printTurning(cases);
  printTable(
    "Rules of thumb",
    verdicts.map(({ rule, against, cases: all, holds }) => ({
      rule,
      against,
      holds: `in ${holds} of ${all} cases`,
    })),
  );
  return {
    figures: {
      errors,
      by: Object.fromEntries(
        Object.entries(byGroup).map(([name, keyOf]) => [
          name,
          [...groupRows("dense", dense, keyOf), ...groupRows("experts", experts, keyOf)],
        ]),
      ),
      time_per_token: {
        dense: medianErrorOf(dense.map(({ timePerToken }) => timePerToken)),
        experts: medianErrorOf(experts.map(({ timePerToken }) => timePerToken)),
      },
      left_out: { ...leftOut, unfit },
      mlperf: { rows: mlperf, median_absolute_error: mlperfError(mlperf) },
      rules: verdicts,
      turning: cases.map(({ tokensPerDay, apiDollarsThere, ...about }) => ({
        ...about,
        tokens_per_day: Number.isFinite(tokensPerDay) ? Math.round(tokensPerDay) : null,
        api_dollars_there: Number.isFinite(apiDollarsThere) ? Math.round(apiDollarsThere) : null,
      })),
    },
    targets: [
      target("median absolute error of throughput, dense, untuned", errors.dense.untuned, 0.15),
      target("… dense, after one measurement", errors.dense.calibrated, 0.07),
    ],
  };
}

const target = (what: string, { medianAbsoluteError }: MeasuredError, most: number) => ({
  what,
  value: medianAbsoluteError,
  target: `≤ ${most}`,
  met: medianAbsoluteError <= most,
});

function loadOf(answers: number): string {
  if (answers <= 4) return "1–4";
  if (answers <= 16) return "5–16";
  if (answers <= 64) return "17–64";
  return answers <= 256 ? "65–256" : "over 256";
}

const medianErrorOf = (ratios: readonly number[]): number =>
  Math.round(quantile(ratios.map(errorOf), 0.5) * 1000) / 1000;

const groupRows = (kind: string, compared: readonly Compared[], keyOf: (row: Compared) => string) =>
  [...groupBy(compared, keyOf)]
    .toSorted(([left], [right]) => left.localeCompare(right, "en", { numeric: true }))
    .map(([group, rows]) => {
      const ratios = rows.map(({ throughput }) => throughput);
      return {
        kind,
        group,
        rows: rows.length,
        median_error: medianErrorOf(ratios),
        p90_error: Math.round(quantile(ratios.map(errorOf), 0.9) * 1000) / 1000,
        measured_to_worked_out: Math.round(quantile(ratios, 0.5) * 1000) / 1000,
      };
    });

function printErrors(
  errors: Readonly<Record<string, Readonly<Record<string, MeasuredError>>>>,
): void {
  printTable(
    "Throughput, measured ÷ worked out",
    Object.entries(errors).flatMap(([kind, byState]) =>
      Object.entries(byState).map(([state, error]) => ({
        kind,
        state: kind === "experts" && state === "untuned" ? "untuned, model left out" : state,
        rows: error.rows,
        median_error: error.medianAbsoluteError,
        P10: error.quantiles[1],
        P50: error.quantiles[3],
        P90: error.quantiles[5],
      })),
    ),
  );
}

function printTurning(cases: readonly RuleCase[]): void {
  const rows = groupBy(cases, ({ model, machine, people, against }) =>
    [model, machine, people, against].join(),
  );
  printTable(
    "Where the answer turns, tokens a day (prompts of 1,000, answers of 300, fp8, one replica spare)",
    [...rows.values()].flatMap((those) => {
      const [first] = those;
      if (first === undefined) return [];
      const { model, machine, people, against } = first;
      const byShape = Object.fromEntries(
        shapes.map((shape) => {
          const one = those.find((rule) => rule.shape === shape);
          return [shape, one === undefined ? "–" : perDayText(one.tokensPerDay)];
        }),
      );
      return [{ model, machine, people, against, ...byShape }];
    }),
  );
}

const mlperfError = (rows: readonly MlperfRow[]): number =>
  Math.round(
    quantile(
      rows.map(({ measured, workedOut }) => Math.abs(workedOut / measured - 1)),
      0.5,
    ) * 1000,
  ) / 1000;

function printMlperf(rows: readonly MlperfRow[]): void {
  printTable(
    `MLPerf Inference v5.1, offline, tokens a second and accelerator (median error ${mlperfError(rows)}; lengths of prompts are assumed)`,
    rows.map(({ measured, workedOut, ...about }) => ({
      ...about,
      measured: Math.round(measured),
      "worked out": Math.round(workedOut),
      "÷": (workedOut / measured).toFixed(2),
    })),
  );
}
