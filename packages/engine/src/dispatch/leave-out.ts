import type { NewAttempt } from "../store/insert-attempts.ts";

/** The attempt without these members; none where it carries nobody any more. */
export function leaveOut(attempt: NewAttempt, numbers: ReadonlySet<number>): readonly NewAttempt[] {
  const stays = attempt.members.map((number) => !numbers.has(number));
  if (!stays.includes(false)) return [attempt];
  if (!stays.includes(true)) return [];
  return [{
    ...attempt,
    members: attempt.members.filter((_, index) => stays[index]),
    addresses: attempt.addresses.filter((_, index) => stays[index]),
    history: attempt.history.filter(({ number }) => !numbers.has(number)),
  }];
}
