import { PGlite, type Transaction } from "@electric-sql/pglite";

/** Resolves when the database may do the next thing. */
export type DatabaseTurn = () => Promise<void>;

let turn: DatabaseTurn | undefined;

/**
 * Has everything that PGlite does in this process wait for its turn, so that others come between two statements, and
 * whoever dies may die in the middle of a transaction. Undefined: it waits for nothing.
 */
export function slowDatabase(given: DatabaseTurn | undefined): void {
  turn = given;
}

// oxlint-disable-next-line typescript/unbound-method -- both are called on their PGlite again
const { query, transaction } = PGlite.prototype;

PGlite.prototype.query = async function <Row>(this: PGlite, ...given: Parameters<typeof query>) {
  await turn?.();
  return query.apply(this, given) as ReturnType<typeof query<Row>>;
};

PGlite.prototype.transaction = async function <Result>(this: PGlite, body: (transaction: Transaction) => Promise<Result>) {
  await turn?.();
  return transaction.call(this, async (fast) => {
    const result = await body(slowed(fast));
    // Before it is committed.
    await turn?.();
    return result;
  }) as Promise<Result>;
};

function slowed(fast: Transaction): Transaction {
  return Object.create(fast, {
    query: {
      async value(...given: Parameters<Transaction["query"]>) {
        await turn?.();
        return fast.query(...given);
      },
    },
  }) as Transaction;
}
