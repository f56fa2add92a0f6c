import type { Scenario } from "../scenario.ts";
import { answerAfterLease, answerLost, callsHeldUp } from "./calls.ts";
import { backAfterADay, diesAtAcceptance, diesWhenTold } from "./crashes.ts";
import { deliveredAfterFailed, failedAfterSwitch, receiptTwice } from "./receipts.ts";
import { diesWhenTaken } from "./reports.ts";
import { cancelledWhileLookedUp, endOfValidity, windowOfRecipient } from "./times.ts";

export const allScenarios: readonly Scenario[] = [
  diesAtAcceptance,
  answerAfterLease,
  answerLost,
  backAfterADay,
  endOfValidity,
  receiptTwice,
  windowOfRecipient,
  cancelledWhileLookedUp,
  callsHeldUp,
  deliveredAfterFailed,
  failedAfterSwitch,
  diesWhenTold,
  diesWhenTaken,
];
