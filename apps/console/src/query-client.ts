import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiFailure, mayRetry } from "./api/api-failure.ts";

const RETRIES = 2;

/** One cache of answers for the whole page. A refusal sends the reader back to the sign-in. */
export const createQueryClient = (): QueryClient => {
  const onError = (failure: unknown) => {
    if (failure instanceof ApiFailure && failure.code === "not_allowed") {
      void client.invalidateQueries({ queryKey: ["session"] });
    }
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        retry: (failures, failure) => mayRetry(failure) && failures < RETRIES,
        staleTime: 1_000,
        refetchOnWindowFocus: true,
      },
    },
  });
  return client;
};
