import { useQuery } from "@tanstack/react-query";
import { askBudgets } from "../../api/budgets.ts";
import { useAskedAgain } from "../../shell/held-still.ts";

/** What is set aside changes with every call; more often than this nobody looks. */
const REFRESH_MS = 5_000;

export const useBudgets = () =>
  useQuery({
    queryKey: ["budgets"],
    queryFn: ({ signal }) => askBudgets(signal),
    ...useAskedAgain(REFRESH_MS),
  });
