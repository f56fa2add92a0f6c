/** Where a message stands, as Infobip says it. */
export interface InfobipStatus {
  readonly groupId: number;
  readonly groupName: string;
  readonly id: number;
  readonly name: string;
  readonly description: string;
  /** Of a rejection: what is wrong. */
  readonly action?: string;
}

/** Their general status codes that something here comes to, by id ("Response status and error codes", infobip.com). */
export const statuses = {
  enRoute: { groupId: 1, groupName: "PENDING", id: 7, name: "PENDING_ENROUTE", description: "Message sent to next instance" },
  notDelivered: { groupId: 2, groupName: "UNDELIVERABLE", id: 9, name: "UNDELIVERABLE_NOT_DELIVERED", description: "Message sent not delivered" },
  notSent: { groupId: 2, groupName: "UNDELIVERABLE", id: 31, name: "UNDELIVERABLE_NOT_SENT", description: "Message not sent" },
  toOperator: { groupId: 3, groupName: "DELIVERED", id: 2, name: "DELIVERED_TO_OPERATOR", description: "Message delivered to operator" },
  toHandset: { groupId: 3, groupName: "DELIVERED", id: 5, name: "DELIVERED_TO_HANDSET", description: "Message delivered to handset" },
  expired: { groupId: 4, groupName: "EXPIRED", id: 15, name: "EXPIRED_EXPIRED", description: "Message expired" },
  unknown: { groupId: 4, groupName: "EXPIRED", id: 29, name: "EXPIRED_DLR_UNKNOWN", description: "Message expired: what became of it is not known" },
  doNotDisturb: { groupId: 5, groupName: "REJECTED", id: 10, name: "REJECTED_DND", description: "Destination is not to be written to" },
  systemError: { groupId: 5, groupName: "REJECTED", id: 21, name: "REJECTED_SYSTEM_ERROR", description: "Message cannot be carried out" },
  duplicateMessageId: { groupId: 5, groupName: "REJECTED", id: 23, name: "REJECTED_DUPLICATE_MESSAGE_ID", description: "Another message has this id" },
  badDestination: { groupId: 5, groupName: "REJECTED", id: 52, name: "REJECTED_DESTINATION", description: "Invalid destination address" },
} as const satisfies Readonly<Record<string, InfobipStatus>>;
