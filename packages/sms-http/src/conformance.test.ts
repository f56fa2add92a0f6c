import { describeAdapterConformance } from "@todoke/adapter-kit/vitest";
import { formCarrierSubject } from "./testing/form-carrier-subject.ts";
import { gatewaySubject } from "./testing/gateway-subjects.ts";
import { jsonCarrierSubject } from "./testing/json-carrier-subject.ts";

describeAdapterConformance("SMS through the JSON carrier of the examples", jsonCarrierSubject);

describeAdapterConformance("SMS through the form carrier of the examples", formCarrierSubject, {
  skip: {
    "webhook.forged": "this carrier signs nothing: the token in the address is all the proof there is, and signature.test.ts tests it",
  },
});

for (const proof of ["header", "query"] as const) {
  describeAdapterConformance(`SMS through a gateway that shows its secret in the ${proof}`, gatewaySubject(proof), {
    skip: { "webhook.forged": "a secret that is shown as it is says nothing of the body" },
  });
}
