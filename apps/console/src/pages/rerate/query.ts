import type { RerateJob, RerateRequest } from "@headgate/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { askRerateJob, askReratings, startRerate } from "../../api/prices.ts";

const POLL_MS = 400;

/** One job: started, then asked for until it is done. */
const useJob = () => {
  const start = useMutation({ mutationFn: (request: RerateRequest) => startRerate(request) });
  const id = start.data?.id;
  const isRunning = start.data?.state === "running";
  const polled = useQuery({
    queryKey: ["rerate", id],
    queryFn: ({ signal }) => {
      if (id === undefined) throw new Error("no job was started");
      return askRerateJob(id, signal);
    },
    enabled: isRunning,
    refetchInterval: ({ state }) => (state.data?.state === "running" ? POLL_MS : false),
  });
  const job: RerateJob | undefined = isRunning ? (polled.data ?? start.data) : start.data;
  return { start, job, failure: start.error ?? polled.error };
};

/** Looks at what pricing again would change, lets it hold, and lists what holds. */
export const useRerate = () => {
  const client = useQueryClient();
  const preview = useJob();
  const applied = useJob();
  const reratings = useQuery({
    queryKey: ["reratings"],
    queryFn: ({ signal }) => askReratings(signal),
  });
  const isApplied = applied.job?.state === "done";
  useEffect(() => {
    // Every report and call may show other charges now.
    if (isApplied) void client.invalidateQueries();
  }, [isApplied, client]);
  return { preview, applied, reratings };
};
