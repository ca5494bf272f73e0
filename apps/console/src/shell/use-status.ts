import { useQuery } from "@tanstack/react-query";
import { askStatus } from "../api/status.ts";

const WELL_POLL_MS = 15_000;
const AWAY_POLL_MS = 2_000;

/** The state of the whole: asked often while the API is away, so that the page comes back by itself. */
export const useStatus = () =>
  useQuery({
    queryKey: ["status"],
    queryFn: ({ signal }) => askStatus(signal),
    retry: false,
    refetchInterval: (query) => (query.state.status === "error" ? AWAY_POLL_MS : WELL_POLL_MS),
    refetchIntervalInBackground: false,
  });
