import type { RoutePolicy } from "./route.ts";

type Constraints = Pick<RoutePolicy, "providers" | "regions">;

/** A provider as far as where it serves calls goes. Vertex has its place in `location`. */
type Served = Readonly<{ region?: string | undefined; location?: string | undefined }>;

/**
 * Why a policy lets no call of its own choosing go to a provider; undefined where it does. That holds for whatever is asked with
 * the text of a call: for the models of the pool and for the judge alike.
 */
export function whyNotAllowed(
  { providers, regions }: Constraints,
  name: string,
  provider: Served,
): string | undefined {
  if (providers !== undefined && !providers.includes(name)) {
    return `provider "${name}" is not one of providers: ${providers.join(", ")}`;
  }
  if (regions === undefined) return undefined;
  const region = provider.region ?? provider.location;
  if (region === undefined) return `provider "${name}" has no region`;
  return regions.includes(region)
    ? undefined
    : `provider "${name}" serves in ${region}, not in one of regions: ${regions.join(", ")}`;
}

type Configured = Readonly<{
  policies: readonly Readonly<{ name: string; route: RoutePolicy }>[];
  providers: Readonly<Record<string, Served>>;
}>;

/** What a policy names for the choice of models, and lets nobody ask. */
export type ExcludedByRoute = Readonly<{ policy: string; place: string; message: string }>;

/**
 * What policies name and exclude by their own `providers` and `regions`: the judge, the reference, and a pool of which nothing is
 * left. No fault, since calls are answered all the same; but not what whoever wrote it expects.
 */
export const excludedByRoutes = ({ policies, providers }: Configured): readonly ExcludedByRoute[] =>
  policies.flatMap(({ name: policy, route }) => {
    if (route.mode === "off") return [];
    const { judge, reference, pool } = route;
    const why = (target: string): string | undefined => {
      const name = target.slice(0, target.indexOf("/"));
      return whyNotAllowed(route, name, providers[name] ?? {});
    };
    const told = (key: string, subject: string, reason: string | undefined, then: string) =>
      reason === undefined
        ? []
        : [
            {
              policy,
              place: `policies, "${policy}", route.${key}`,
              message: `${subject} is not asked, as ${reason}; ${then}`,
            },
          ];
    const reasons = pool.map(why);
    return [
      ...(judge === undefined
        ? []
        : told("judge", judge, why(judge), "longer answers are judged by nobody")),
      ...(reference === undefined
        ? []
        : told(
            "reference",
            reference,
            why(reference),
            "each call is held against the model that its client asks for",
          )),
      ...(reasons.every((reason) => reason !== undefined)
        ? told("pool", "none of the pool", reasons[0], "no call goes to another model")
        : []),
    ];
  });
