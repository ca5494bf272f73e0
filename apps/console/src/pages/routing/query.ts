import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { askRouting, turnDial } from "../../api/routing.ts";
import { useAskedAgain } from "../../shell/held-still.ts";

/** Counts move with every call, certificates with every hundredth label. */
const REFRESH_MS = 10_000;

/** Which models calls go to and why, and the dial. */
export const useRouting = () => {
  const client = useQueryClient();
  const report = useQuery({
    queryKey: ["routing"],
    queryFn: ({ signal }) => askRouting(signal),
    ...useAskedAgain(REFRESH_MS),
  });
  const turn = useMutation({
    mutationFn: turnDial,
    onSuccess: () => client.invalidateQueries({ queryKey: ["routing"] }),
  });
  return { report, turn };
};
