import { useQuery } from "@tanstack/react-query";
import { askCall } from "../../api/call.ts";
import { useAskedAgain } from "../../shell/held-still.ts";

/** One call with all its attempts. It can still grow: a retry is a new attempt. */
export const useCall = (callId: string) =>
  useQuery({
    queryKey: ["ledger", "call", callId],
    queryFn: ({ signal }) => askCall(callId, signal),
    ...useAskedAgain(false),
  });
