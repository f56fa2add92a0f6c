import { pigeonSubject } from "./testing/pigeon-subject.ts";
import { describeAdapterConformance } from "./vitest.ts";

describeAdapterConformance("pigeon", pigeonSubject);
