import {
  appTypes,
  genders,
  handsetStates,
  lineStates,
  notificationStates,
  type Person,
  type PersonChange,
} from "../people.ts";
import { listOf, matching, number, object, oneOf, text, truth } from "./check.ts";

const demographic = object({
  gender: oneOf(genders),
  age: number(0),
  appType: oneOf(appTypes),
  area: matching(/^(jp|tw|th)_\d{2}$/, "an area code of LINE's, like jp_13"),
  friendForDays: number(0),
});

const traits = {
  displayName: text,
  line: oneOf(lineStates),
  demographic,
  notification: oneOf(notificationStates),
  consentDelayMs: number(0),
  handset: oneOf(handsetStates),
};

export const lineUserId = matching(/^U[0-9a-f]{32}$/, "U and 32 lower-case hex digits");

export const personCheck = object({
  lineUserId,
  phone: matching(/^\+[1-9]\d{6,14}$/, "a number in E.164 with its +"),
  ...traits,
});

const peopleCheck = listOf(personCheck);
const changeCheck = object({ ...traits, silent: truth });

export function assertPeople(value: unknown, field = ""): asserts value is readonly Person[] {
  peopleCheck(value, field);
}

export function assertPersonChange(value: unknown): asserts value is PersonChange {
  changeCheck(value, "");
}
