const known = new Map<string, boolean>();

/** More names than there are zones, so that a flood of wrong ones cannot fill the memory. */
const maximumKnown = 1000;

/** Whether a name is a time zone that this runtime knows. Asking the runtime takes tens of microseconds, so it is asked once. */
export function isTimeZone(name: string): boolean {
  const answer = known.get(name) ?? ask(name);
  if (known.size < maximumKnown) known.set(name, answer);
  return answer;
}

function ask(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
