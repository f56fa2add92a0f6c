/** PostgreSQL's words for "somebody else was in the way, try again": serialization failure and deadlock. */
const conflictCodes = new Set(["40001", "40P01"]);

const maxTries = 5;

/** Runs a transaction again when the database gave it up in favour of another. */
export async function retryOnConflict<Result>(transaction: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (tries === maxTries || !isConflict(error)) throw error;
    }
  }
}

function isConflict(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    typeof error.code === "string" &&
    conflictCodes.has(error.code)
  );
}
