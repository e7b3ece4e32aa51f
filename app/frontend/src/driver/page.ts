import { type DriverBootstrap, readBootstrap } from "../shared/bootstrap.ts";
import { Format } from "../shared/format.ts";
import { language } from "../shared/language.ts";

/** What the server wrote into the driver's page. */
export const bootstrap = readBootstrap<DriverBootstrap>();
export const format = new Format(language);
