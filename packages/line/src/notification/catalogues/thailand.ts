import type { NotificationCatalogue } from "../catalogue.ts";

/** The 22 uses for which LINE Official Notification was open in Thailand; their keys are not known here yet. */
export const thailand: NotificationCatalogue = {
  country: "TH",
  asOf: "2023-01-01",
  complete: false,
  templates: [
    { key: null, use: "when a purchase will be delivered, or that this changed" },
    { key: null, use: "goods or documents were shipped" },
    { key: null, use: "a booking was made or called off" },
    { key: null, use: "a booking is near" },
    { key: null, use: "a journey was booked or called off" },
    { key: null, use: "a booked journey is near" },
    { key: null, use: "a booked journey changed" },
    { key: null, use: "a departure is near, at home or abroad" },
    { key: null, use: "a payment under a contract or subscription falls due" },
    { key: null, use: "a payment was made" },
    { key: null, use: "a payment failed" },
    { key: null, use: "money that somebody asked for was paid out" },
    { key: null, use: "a product that was ordered is finished" },
    { key: null, use: "a quotation that was asked for is ready" },
    { key: null, use: "an order was taken" },
    { key: null, use: "the regular charge of a subscription" },
    { key: null, use: "where an application stands" },
    { key: null, use: "somebody is registered" },
    { key: null, use: "a contract or application is about to run out" },
    { key: null, use: "an answer to somebody who got in touch" },
    { key: null, use: "a fault, maintenance, or its end" },
    { key: null, use: "a repair is finished" },
  ],
  items: [],
  buttons: [],
};
