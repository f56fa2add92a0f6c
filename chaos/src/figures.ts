/** So short that it is run before every change. */
export const isShort = process.env["CHAOS_SHORT"] !== undefined;

/** How long the suites run: whole, or with CHAOS_SHORT as short as still shows something. CHAOS_KILLS and CHAOS_SMS set theirs by themselves. */
export const figures = {
  /** Of three processes on PostgreSQL. */
  kills: fromEnvironment("CHAOS_KILLS") ?? (isShort ? 5 : 60),
  /** Of one process on the embedded database. */
  embeddedKills: isShort ? 1 : 10,
  /** Of PostgreSQL. */
  restarts: isShort ? 2 : 18,
  restartEveryMs: isShort ? 2_500 : 10_000,
  /** Times that each disk becomes full, and how long it stays so. */
  fullDisks: isShort ? 1 : 4,
  fullForMs: isShort ? 1_000 : 5_000,
  /** Shipped are 60,000. */
  leaseMs: isShort ? 6_000 : 60_000,
  /** On top of a lease: the next look, the call again, the hold of what stays unknown. Short, beside other suites, no measure. */
  recoveryMs: isShort ? 60_000 : 15_000,
  /** Answers to commits that are lost, of each kind. */
  lostAnswers: isShort ? 3 : 50,
  sms: fromEnvironment("CHAOS_SMS") ?? (isShort ? 700 : 10_000),
};

/** Of everything that is left to chance: printed, and taken from CHAOS_SEED to have the same again. */
export const seed = fromEnvironment("CHAOS_SEED") ?? Math.floor(Math.random() * 1_000_000);

function fromEnvironment(name: string): number | undefined {
  const value = process.env[name];
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`${name} must be a whole number`);
  return number;
}
