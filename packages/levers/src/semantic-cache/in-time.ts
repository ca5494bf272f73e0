/** What a promise comes to, or `slow` where that takes longer. */
export async function inTime<Value>(promise: Promise<Value>, ms: number): Promise<Value | "slow"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"slow">((resolve) => {
    timer = setTimeout(resolve, ms, "slow");
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
