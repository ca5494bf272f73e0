import { parsePolicies } from "@headgate/contract";
import { useMutation } from "@tanstack/react-query";
import { simulate } from "../../api/simulation.ts";
import { DAY_MS } from "../../time/time-span.ts";

/** Reads policies as they are written, and tries them out on the calls of the last days. */
export const useSimulation = () =>
  useMutation({
    mutationFn: async ({ text, days }: Readonly<{ text: string; days: number }>) => {
      const policies = parsePolicies(text, "policies");
      const toMs = Date.now();
      return await simulate({ span: { fromMs: toMs - days * DAY_MS, toMs }, policies });
    },
  });
