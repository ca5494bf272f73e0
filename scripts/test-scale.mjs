import { refuseOldNode } from "./check-node.mjs";

refuseOldNode();

/** The tests against real engines alone: Valkey or Redis, PostgreSQL and ClickHouse, started on loopback. */
async function testScale() {
  const { root, setUpOrExit } = await import("./set-up.mjs");
  await setUpOrExit();
  process.env.HEADGATE_SCALE = "all";
  const { runTests } = await import("./run-tests.mjs");
  const named = process.argv.slice(2);
  process.exit(await runTests(root, named.length > 0 ? named : [".scale.test.ts"]));
}

testScale().catch((error) => {
  console.error(error);
  process.exit(2);
});
