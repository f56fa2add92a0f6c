/** What a trigger's id looks like. */
export const triggerIdForm = /^trg_[0-9a-f]{32}$/;

/** What a message's id looks like. */
export const messageIdForm = /^msg_[0-9a-f]{32}$/;

/** What an inbound event's id looks like. */
export const eventIdForm = /^evt_[0-9a-f]{32}$/;

/** What a contact's id looks like. */
export const contactIdForm = /^con_[0-9a-f]{32}$/;

/** What an erasure's id looks like. */
export const erasureIdForm = /^era_[0-9a-f]{32}$/;

/** What an import's id looks like. */
export const importIdForm = /^imp_[0-9a-f]{32}$/;

/** What a delivery's id looks like: its message and its number from 0. */
export const deliveryIdForm = /^dlv_[0-9a-f]{32}_(0|[1-9]\d{0,8})$/;

/** What a report's id looks like: its delivery and its number from 1. */
export const reportIdForm = /^rpt_[0-9a-f]{32}_(0|[1-9]\d{0,8})_[1-9]\d{0,4}$/;

/** What a reader of reports may be called. */
export const subscriptionNameForm = /^[A-Za-z0-9._-]{1,64}$/;

/** What an API key's id looks like. */
export const apiKeyIdForm = /^key_[0-9a-f]{32}$/;

/** What a suppression's id looks like. */
export const suppressionIdForm = /^sup_[0-9a-f]{32}$/;

/** What a list of people is called. */
export const audienceIdForm = /^aud_[0-9a-f]{32}$/;

/** What a stored template is called. */
export const templateIdForm = /^tpl_[0-9a-f]{32}$/;

/** What a member of a list is called: the list and a number. */
export const memberIdForm = /^mbr_[0-9a-f]{32}_(0|[1-9]\d{0,8})$/;

/** What the push of a list is called. */
export const pushIdForm = /^psh_[0-9a-f]{32}$/;

/** What an endpoint of webhooks is called. */
export const webhookEndpointIdForm = /^whe_[0-9a-f]{32}$/;

/** What a failed try of a post is called. */
export const webhookAttemptIdForm = /^wha_[0-9a-f]{32}$/;

/** What an import by the line may be called. */
export const uploadNameForm = /^[A-Za-z0-9._-]{1,64}$/;
