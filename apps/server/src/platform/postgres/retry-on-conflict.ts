/** Two transactions stood in each other's way: both undone states are safe to run once more. */
const retryStates = new Set([
  // Serialization failure and deadlock.
  "40001",
  "40P01",
  // A row of the same key was committed between our look and our write; the next look sees it.
  "23505",
]);
const triesMax = 4;

export async function retryOnConflict<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      if (!retryStates.has(code) || tries >= triesMax) throw error;
    }
  }
}
