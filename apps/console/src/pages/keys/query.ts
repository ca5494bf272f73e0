import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { askKeys, createKey, revokeKey } from "../../api/keys.ts";

const keysKey = ["keys"];

/** The keys, and what can be done with them. */
export const useKeys = () => {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keysKey });
  const keys = useQuery({ queryKey: keysKey, queryFn: ({ signal }) => askKeys(signal) });
  const create = useMutation({ mutationFn: createKey, onSuccess: refresh });
  const revoke = useMutation({ mutationFn: revokeKey, onSuccess: refresh });
  return { keys, create, revoke };
};
