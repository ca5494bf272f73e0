import { Badge } from "./badge.tsx";

/** Stands beside every large figure whose money is not real. */
export const SimulatedBadge = () => (
  <Badge tone="simulated" title="The answer came from a stand-in provider: no money was spent.">
    Simulated
  </Badge>
);
