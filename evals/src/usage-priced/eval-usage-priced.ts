export async function evalUsagePriced(path: string) {
  return { figures: { path }, targets: [] };
}
