import { measureAccepting } from "../accept/measure-accepting.ts";
import type { PartName } from "../part-name.ts";
import { measureScale } from "../scale/measure-scale.ts";
import { measureStarts } from "../start/measure-starts.ts";
import { measureSwitches } from "../switch/measure-switches.ts";
import type { MeasurePart } from "./part.ts";
import { measureSending } from "./send.ts";

/** How every part is measured. */
export const parts: Readonly<Record<PartName, MeasurePart>> = {
  personalised: measureSending("personalised"),
  identical: measureSending("identical"),
  failover: measureSending("failover"),
  accept: measureAccepting,
  scale: measureScale,
  start: measureStarts,
  switch: measureSwitches,
};
