import type { RoutePolicy, WireFormat } from "@headgate/contract";
import { HeadgateError, whyNotAllowed } from "@headgate/contract";
import type { Wire } from "@headgate/providers";
import type { Call } from "../call/call.ts";
import { type Routes, type Target, targetOf } from "../call/plan-targets.ts";

/** A model of a pool, as it can be asked in the client's format. */
export type PoolTarget = Readonly<{ name: string; target: Target }>;

/** A model of a pool, whether the client's format leads to it or not. */
export type PoolMember = Readonly<{ name: string; target: Target | undefined }>;

/**
 * All models of a policy's pool but those that it denies, the reference first: the same whatever the client's format, so that what is
 * learned is of one pool.
 */
export function poolMembers(
  reference: PoolTarget,
  { pool, deny }: RoutePolicy,
  found: readonly PoolTarget[],
): readonly PoolMember[] {
  const others = pool
    .filter((name) => name !== reference.name && !deny.includes(name))
    .map((name) => ({ name, target: found.find((one) => one.name === name)?.target }));
  return [reference, ...others];
}

/** By the configuration's routes, which are the same for many calls. */
const known = new WeakMap<Routes, Map<string, readonly PoolTarget[]>>();

/**
 * The models of a policy's pool that can be asked in a client's format, by its own constraints: those that speak another
 * format that this one cannot be put into are left out, as are providers and regions that it does not allow.
 */
export function poolTargets(
  routes: Routes,
  policy: RoutePolicy,
  wire: Pick<Wire, "format" | "home">,
): readonly PoolTarget[] {
  const ofRoutes = known.get(routes) ?? new Map<string, readonly PoolTarget[]>();
  known.set(routes, ofRoutes);
  const { pool, providers, regions } = policy;
  const key = JSON.stringify([wire.format, pool, providers, regions]);
  const before = ofRoutes.get(key);
  if (before !== undefined) return before;
  const found = pool.flatMap((name) => {
    const target = spokenTarget(routes, name, wire.format);
    return target !== undefined && isAllowed(target, policy) ? [{ name, target }] : [];
  });
  ofRoutes.set(key, found);
  return found;
}

const isAllowed = ({ provider }: Target, policy: RoutePolicy): boolean =>
  whyNotAllowed(policy, provider.name, provider.config) === undefined;

/** The policy's judge, where its own constraints let it have the text of calls; else undefined, as where none is named. */
export function judgeOf({ providers }: Routes, policy: RoutePolicy): string | undefined {
  const { judge } = policy;
  if (judge === undefined) return undefined;
  const provider = providers.get(judge.slice(0, judge.indexOf("/")));
  if (provider === undefined) return undefined;
  return whyNotAllowed(policy, provider.name, provider.config) === undefined ? judge : undefined;
}

function spokenTarget(routes: Routes, name: string, format: WireFormat): Target | undefined {
  try {
    return targetOf(routes, name, format);
  } catch (error) {
    if (error instanceof HeadgateError) return undefined;
    throw error;
  }
}

/** A target's name as pools have it; undefined where the client named no model. */
export function nameOf({ provider, model }: Target, asked: string | undefined): string | undefined {
  const name = model ?? asked;
  return name === undefined ? undefined : `${provider.name}/${name}`;
}

/**
 * The model that quality is held against: the policy's, else the one that the call would go to. The policy's is none where its own
 * constraints exclude it, which is told when the configuration is read, or where the client's format does not lead to it.
 */
export function referenceOf(
  routes: Routes,
  policy: RoutePolicy,
  call: Call,
  asked: Target,
): PoolTarget | undefined {
  if (policy.reference !== undefined) {
    const pool = [policy.reference];
    const [named] = poolTargets(routes, { ...policy, pool }, call.wire);
    if (named !== undefined) return named;
  }
  const name = nameOf(asked, call.request.model);
  return name === undefined ? undefined : { name, target: asked };
}
