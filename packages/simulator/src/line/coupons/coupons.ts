import type { Clock } from "../../clock.ts";
import type { JsonRecord } from "../../json.ts";
import type { Random } from "../../random.ts";
import { createUlid } from "../ulid.ts";

export type CouponStatus = "RUNNING" | "CLOSED";

/** A coupon that the account made. */
export interface Coupon {
  readonly couponId: string;
  /** As it was asked for. */
  readonly terms: JsonRecord;
  /** In milliseconds since the epoch, like the one below. */
  readonly createdAt: number;
  readonly endsAt: number;
  isClosed: boolean;
}

/** The account's coupons. */
export interface Coupons {
  create(terms: JsonRecord, endsAt: number): Coupon;
  find(couponId: unknown): Coupon | undefined;
  /** The newest first. */
  all(): readonly Coupon[];
}

export function createCoupons(clock: Clock, random: Random): Coupons {
  const coupons = new Map<unknown, Coupon>();
  return {
    create(terms, endsAt) {
      const now = clock.now();
      const coupon = { couponId: createUlid(now, random), terms, createdAt: now, endsAt, isClosed: false };
      coupons.set(coupon.couponId, coupon);
      return coupon;
    },
    find: (couponId) => coupons.get(couponId),
    all: () => [...coupons.values()].toReversed(),
  };
}

export function couponStatusOf({ isClosed, endsAt }: Coupon, now: number): CouponStatus {
  return isClosed || now >= endsAt ? "CLOSED" : "RUNNING";
}
