import type { ChargeBasis } from "@headgate/contract";
import { useQuery } from "@tanstack/react-query";
import { askOutcome } from "../../api/outcomes.ts";
import { useAskedAgain } from "../../shell/held-still.ts";

/** One outcome with its calls. Calls can still come in. */
export const useOutcome = (id: string, charges: ChargeBasis) =>
  useQuery({
    queryKey: ["ledger", "outcome", id, charges],
    queryFn: ({ signal }) => askOutcome(id, charges, signal),
    ...useAskedAgain(false),
  });
