import { Temporal } from "temporal-polyfill";

/** The hour and the day in which a moment lies, by the clocks of a zone. */
export interface TimeGroups {
  /** When it begins, with the offset of that moment: `2026-11-22T09:00:00+09:00`. */
  readonly hour: string;
  readonly day: string;
}

/** Looks up what it was asked before: there are few quarters of an hour and many rows. */
export function timeGroupsIn(timeZone: string): (moment: Date) => TimeGroups {
  const known = new Map<number, TimeGroups>();
  return (moment) => {
    const milliseconds = moment.getTime();
    const groups = known.get(milliseconds) ?? groupsOf(milliseconds, timeZone);
    known.set(milliseconds, groups);
    return groups;
  };
}

function groupsOf(milliseconds: number, timeZone: string): TimeGroups {
  const local = Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(timeZone);
  const hour = local.round({ smallestUnit: "hour", roundingMode: "floor" });
  return { hour: hour.toString({ timeZoneName: "never", smallestUnit: "second" }), day: local.toPlainDate().toString() };
}
