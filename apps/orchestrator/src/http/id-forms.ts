/** What a message's id looks like. */
export const messageIdForm = /^msg_[0-9a-f]{32}$/;

/** What a delivery's id looks like: its message and its number from 0. */
export const deliveryIdForm = /^dlv_[0-9a-f]{32}_(0|[1-9]\d{0,8})$/;
