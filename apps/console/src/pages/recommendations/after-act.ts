import type { QueryClient } from "@tanstack/react-query";

/**
 * Takes over the answer to what was done about one. The list tells of it too, and the configuration that others would
 * change may be another one now: they are asked for anew.
 */
export const afterAct = async (
  client: QueryClient,
  detail: Readonly<{ recommendation: Readonly<{ id: string }> }>,
): Promise<void> => {
  const { id } = detail.recommendation;
  client.setQueryData(["recommendation", id], detail);
  await Promise.all([
    client.invalidateQueries({ queryKey: ["recommendations"] }),
    client.invalidateQueries({
      queryKey: ["recommendation"],
      predicate: ({ queryKey }) => queryKey[1] !== id,
    }),
  ]);
};
