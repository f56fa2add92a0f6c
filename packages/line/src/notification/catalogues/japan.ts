import type { NotificationCatalogue } from "../catalogue.ts";

/**
 * What could be seen of 91 templates and 204 items, and all 8 buttons: "LINE notification messages (template)",
 * developers.line.biz, in Japanese. Spellings are LINE's.
 */
export const japan: NotificationCatalogue = {
  country: "JP",
  asOf: "2025-10-24",
  complete: false,
  templates: [
    { key: "order_item_completion_ja", use: "an ordered item is ready" },
    { key: "service_cancellationl_ja", use: "a flight, sailing or other service is cancelled" },
    { key: "boarding_time_change_ja", use: "the time of boarding changed" },
    { key: "ride_time_change_ja", use: "the time of a ride changed" },
    { key: "boarding_location_change_ja", use: "the place of boarding changed" },
    { key: "ride_location_change_ja", use: "the place of a ride changed" },
    { key: "ride_reservation_reminder_previous_day_ja", use: "a booked ride is tomorrow" },
    { key: "ride_reservation_reminder_ja", use: "a booked ride is near" },
    { key: "boarding_reservation_reminder_previous_day_ja", use: "a booked flight or sailing is tomorrow" },
    { key: "boarding_reservation_reminder_ja", use: "a booked flight or sailing is near" },
    { key: "shipment_completed_ja", use: "goods were shipped" },
  ],
  items: [
    { key: "name_010_ja", use: null },
    { key: "name_013_ja", use: "store to pick up at" },
    { key: "name_014_ja", use: "store that accepted" },
    { key: "name_015_ja", use: "store that was used" },
    { key: "name_016_ja", use: "course" },
    { key: "name_017_ja", use: "item repaired" },
    { key: "name_018_ja", use: "merchant" },
    { key: "name_019_ja", use: "card used" },
    { key: "name_020_ja", use: "document" },
    { key: "name_021_ja", use: "document shipped" },
    { key: "name_022_ja", use: "branch that delivers" },
    { key: "date_002_ja", use: null },
    { key: "time_range_001_ja", use: null },
    { key: "number_001_ja", use: null },
    { key: "price_001_ja", use: null },
  ],
  buttons: [
    { key: "check_details_ja", use: "see the details" },
    { key: "check_delivery_status_ja", use: "see where a delivery is" },
    { key: "change_delivery_datetime_ja", use: "choose another time of delivery" },
    { key: "contact_ja", use: "get in touch" },
    { key: "check_how_to_update_ja", use: "see how to renew" },
    { key: "check_purchase_history_ja", use: "see past purchases" },
    { key: "check_order_history_ja", use: "see past orders" },
    { key: "check_shop_location", use: "see where the shop is" },
  ],
};
