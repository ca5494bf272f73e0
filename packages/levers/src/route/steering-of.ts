import type { RouteTasks, Tags } from "@headgate/contract";

/**
 * What a client says beside its request that may decide which model answers: the task that it declares, and the tags that
 * lines of the policy are about. Answers are shared only among calls that say the same; nothing where nobody routes.
 */
export function steeringOf(
  { mode, tasks }: Readonly<{ mode: "off" | "shadow" | "on"; tasks: RouteTasks }>,
  { declared, tags }: Readonly<{ declared: string | undefined; tags: Tags }>,
): readonly string[] {
  if (mode !== "on") return [];
  const names = new Set(tasks.flatMap(({ when }) => Object.keys(when?.tags ?? {})));
  const said = [...names].sort().flatMap((name) => {
    const value = tags[name];
    return value === undefined ? [] : [`tag ${name}=${value}`];
  });
  return declared === undefined ? said : [`task ${declared}`, ...said];
}
