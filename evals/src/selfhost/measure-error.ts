import {
  errorLevels,
  type MeasuredError,
  mostAnswersInMemory,
  type ServingConstants,
  serve,
  servingPresets,
} from "@headgate/planner";
import type { MeasuredServer } from "./measured-server.ts";

/** A measured server with what was worked out for it. */
export type Compared = Readonly<{
  server: MeasuredServer;
  /** Measured ÷ worked out: of tokens a second, and of the time for a token. */
  throughput: number;
  timePerToken: number;
}>;

/** Works a server out; undefined where by its figures the model does not fit the memory. */
export function compareServer(
  server: MeasuredServer,
  constants: ServingConstants = servingPresets.tuned,
): Compared | undefined {
  const { deployment, promptTokens, answerTokens, answers } = server;
  const most = mostAnswersInMemory(deployment, { promptTokens, answerTokens }, constants);
  if (most < 1) return undefined;
  const call = { promptTokens, answerTokens, cachedTokens: 0 };
  const served = serve(deployment, call, Math.min(answers, most), constants);
  return {
    server,
    throughput: server.tokensPerSecond / (served.callsPerSecond * answerTokens),
    timePerToken: server.millisecondsPerToken / (served.secondsPerToken * 1000),
  };
}

/** The error that a ratio of measured ÷ worked out is: of what was worked out against what was measured. */
export const errorOf = (ratio: number): number => Math.abs(1 / ratio - 1);

export function summarise(ratios: readonly number[]): MeasuredError {
  return {
    rows: ratios.length,
    medianAbsoluteError: rounded(quantile(ratios.map(errorOf), 0.5)),
    quantiles: errorLevels.map((level) => rounded(quantile(ratios, level))),
  };
}

export function quantile(values: readonly number[], level: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(level * sorted.length))] ?? Number.NaN;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/**
 * What is left of the error once one row of each deployment (model, accelerator, spread, precision, software) has set the
 * scale: the row of the middle load, as a user would measure one. It is not among the rows returned.
 */
export function afterOneMeasurement(compared: readonly Compared[]): readonly number[] {
  return [...groupBy(compared, deploymentOf).values()].flatMap((rows) => {
    const byLoad = rows.toSorted(
      (left, right) =>
        left.server.answers - right.server.answers ||
        left.server.promptTokens - right.server.promptTokens,
    );
    const anchor = byLoad[byLoad.length >> 1];
    if (anchor === undefined || byLoad.length < 2) return [];
    return byLoad.flatMap((row) => (row === anchor ? [] : [row.throughput / anchor.throughput]));
  });
}

const deploymentOf = ({ server }: Compared): string =>
  [
    server.model,
    server.accelerator,
    server.deployment.spread,
    server.deployment.precision,
    server.software,
  ].join(" ");

export function groupBy<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/** What routing to experts might add to a layer, in seconds. */
const choices = [0, 15e-6, 30e-6, 45e-6, 60e-6];

/**
 * Each model with experts, worked out with the `expertLayerSeconds` that suits the other models best: the error had this
 * model never been looked at.
 */
export function leaveOneModelOut(servers: readonly MeasuredServer[]): readonly Compared[] {
  const byModel = groupBy(servers, ({ model }) => model);
  const worked = choices.map((expertLayerSeconds) => {
    const constants = { ...servingPresets.tuned, expertLayerSeconds };
    return servers.flatMap((server) => compareServer(server, constants) ?? []);
  });
  return [...byModel.keys()].flatMap((model) => {
    const best = worked.toSorted(
      (left, right) => medianWithout(left, model) - medianWithout(right, model),
    )[0];
    return best?.filter(({ server }) => server.model === model) ?? [];
  });
}

const medianWithout = (compared: readonly Compared[], model: string): number =>
  quantile(
    compared.flatMap(({ server, throughput }) =>
      server.model === model ? [] : [errorOf(throughput)],
    ),
    0.5,
  );
