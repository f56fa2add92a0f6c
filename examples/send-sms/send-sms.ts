import { createTwilioSms } from "@todoke/sms-twilio";

const { TWILIO_ACCOUNT_SID: accountSid = "", TWILIO_AUTH_TOKEN: authToken = "" } = process.env;
const { TWILIO_FROM: from = "", TWILIO_API_BASE_URL: apiBaseUrl } = process.env;
const [to = "", text = "Hello from Todoke"] = process.argv.slice(2);

const sms = createTwilioSms({ accountSid, authToken, from, ...(apiBaseUrl !== undefined && { apiBaseUrl }) });
const { providerMessageIds, segments } = await sms.send({ to, content: { type: "text", text } }, { attempts: 3 });
console.log("Accepted by Twilio:", { providerMessageIds, segments });
await sms.close();
