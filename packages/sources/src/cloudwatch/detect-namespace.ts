import { headObjects } from "../detect/read-head.ts";
import type { Detection, Sample } from "../source.ts";
import { pointsOf } from "./read-series.ts";

/** Whether a file's first points are metrics of one of the namespaces. */
export function detectNamespace(
  { head }: Sample,
  isOurs: (namespace: string, metric: string) => boolean,
): Detection {
  const found = headObjects(head).some((value) =>
    pointsOf(value, "").some(
      (point) =>
        point.kind === "point" &&
        point.namespace !== undefined &&
        isOurs(point.namespace, point.metric),
    ),
  );
  return found ? "certain" : undefined;
}
