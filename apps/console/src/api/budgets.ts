import { budgetsResponse } from "@headgate/contract";
import { askApi } from "./request.ts";

/** How the configured budgets stand. */
export const askBudgets = (signal?: AbortSignal) =>
  askApi("/api/budgets", budgetsResponse, { signal });
