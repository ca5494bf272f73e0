import { type Policy, simulationReport } from "@headgate/contract";
import type { TimeSpan } from "../time/time-span.ts";
import { askApi } from "./request.ts";

/** Tries policies out on the calls of a span. */
export const simulate = ({
  span,
  policies,
}: Readonly<{ span: TimeSpan; policies: readonly Policy[] }>) =>
  askApi("/api/simulations", simulationReport, {
    method: "POST",
    body: {
      from: new Date(span.fromMs).toISOString(),
      to: new Date(span.toMs).toISOString(),
      policies,
    },
  });
