import type { JsonRecord } from "../../json.ts";
import type { Outcome } from "../../serve.ts";
import { answerJson, refusals, refuse, refuseBody, type ErrorDetail } from "../errors.ts";
import type { LineCall, LineEndpoint } from "../line-call.ts";
import type { LineChannel } from "../line-channel.ts";
import { pageOf } from "../pages.ts";
import { couponStatusOf } from "./coupons.ts";

/** POST /v2/bot/coupon */
export const createCoupon: LineEndpoint = {
  name: "coupon-create",
  body: "json",
  handle(line, { body }) {
    const errors = findErrors(body);
    if (errors.length > 0) return refuseBody(errors);
    const { couponId } = line.coupons.create(body, Number(body["endTimestamp"]) * 1_000);
    return answerJson(200, { couponId });
  },
};

/** GET /v2/bot/coupon */
export const listCoupons: LineEndpoint = { name: "coupon-list", handle: list };

/** GET /v2/bot/coupon/{couponId} */
export const getCoupon: LineEndpoint = {
  name: "coupon-get",
  handle(line, { params }) {
    const coupon = line.coupons.find(params["couponId"]);
    if (coupon === undefined) return refusals.notFound;
    const { couponId, terms, createdAt } = coupon;
    const status = couponStatusOf(coupon, line.simulation.clock.now());
    return answerJson(200, { ...terms, couponId, createdTimestamp: Math.floor(createdAt / 1_000), status });
  },
};

/** PUT /v2/bot/coupon/{couponId}/close */
export const closeCoupon: LineEndpoint = {
  name: "coupon-close",
  handle(line, { params }) {
    const coupon = line.coupons.find(params["couponId"]);
    if (coupon === undefined) return refusals.notFound;
    if (coupon.isClosed) return refuse(410, "The coupon is already closed");
    coupon.isClosed = true;
    return answerJson(200, {});
  },
};

/** "Messaging API reference", Get coupon list. */
const pageSize = { usual: 20, most: 100 };

const requiredTerms = [
  "acquisitionCondition",
  "endTimestamp",
  "maxUseCountPerTicket",
  "startTimestamp",
  "timezone",
  "title",
  "visibility",
];

function findErrors(body: JsonRecord): readonly ErrorDetail[] {
  const missing = requiredTerms.filter((property) => [undefined, null, ""].some((empty) => body[property] === empty));
  if (missing.length > 0) return missing.map((property) => ({ message: "May not be empty", property }));
  const isPeriod = Number(body["startTimestamp"]) < Number(body["endTimestamp"]);
  return isPeriod ? [] : [{ message: "Must be after startTimestamp", property: "endTimestamp" }];
}

function list(line: LineChannel, { query }: LineCall): Outcome {
  const limit = Number(query["limit"] ?? pageSize.usual);
  if (!Number.isInteger(limit) || limit < 1 || limit > pageSize.most) {
    return refuse(400, "The value for the 'limit' parameter is invalid");
  }
  const { clock } = line.simulation;
  const wanted = query["status"]?.split(",");
  const coupons = line.coupons.all().filter((coupon) => wanted?.includes(couponStatusOf(coupon, clock.now())) ?? true);
  const items = coupons.map(({ couponId, terms }) => ({ couponId, title: terms["title"] }));
  const page = pageOf(clock, items, limit, query["start"]);
  if (page === undefined) return refuse(400, "The value for the 'start' parameter is invalid");
  return answerJson(200, page);
}
