/** How many cases a property is tried on: ten times as many in the thorough run. */
export function runs(cases: number): number {
  return process.env.VET_TEST_THOROUGH === "1" ? cases * 10 : cases;
}
