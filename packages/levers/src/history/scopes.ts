import type { ProposalScope } from "@headgate/contract";
import type { HistoryCall } from "./history.ts";

/** Calls that one policy can be about. */
export type ScopedCalls = Readonly<{ scope: ProposalScope; calls: readonly HistoryCall[] }>;

/** Calls by the model that their clients asked for and by their feature, in the order of their first ones. */
export function byModelAndFeature(calls: readonly HistoryCall[]): readonly ScopedCalls[] {
  return grouped(calls, ({ row: { request_model, attribution, operation } }) => ({
    ...(request_model !== undefined && { model: request_model }),
    ...(attribution.feature !== undefined && { feature: attribution.feature }),
    operation,
  }));
}

/** Calls by the model that their clients asked for: what providers keep of prompts is shared by all features. */
export const byModel = (calls: readonly HistoryCall[]): readonly ScopedCalls[] =>
  grouped(calls, ({ row: { request_model, operation } }) => ({
    ...(request_model !== undefined && { model: request_model }),
    operation,
  }));

function grouped(
  calls: readonly HistoryCall[],
  scopeOf: (call: HistoryCall) => ProposalScope,
): readonly ScopedCalls[] {
  const groups = new Map<string, { scope: ProposalScope; calls: HistoryCall[] }>();
  for (const call of calls) {
    const scope = scopeOf(call);
    const key = JSON.stringify(scope);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { scope, calls: [call] });
    else group.calls.push(call);
  }
  return [...groups.values()];
}

/** A scope as a title names it. */
export const scopeText = ({ model, feature }: ProposalScope): string =>
  [model === undefined ? "calls that name no model" : model, feature && `of ${feature}`]
    .filter((part) => part !== undefined)
    .join(" ");
