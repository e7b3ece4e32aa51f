import "swagger-ui-dist/swagger-ui.css";
import "./reference.css";
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";
import { csrfToken, mountPoint, readBootstrap } from "../shared/bootstrap.ts";

/** What the server writes into the page of the API reference. */
interface ReferenceBootstrap {
  /** Address of the OpenAPI document. */
  document: string;
}

interface OutgoingRequest {
  url: string;
  headers: Record<string, string>;
}

SwaggerUI({
  url: readBootstrap<ReferenceBootstrap>().document,
  domNode: mountPoint(),
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  filter: true,
  validatorUrl: null, // its online validator is another host
  requestInterceptor: (request: OutgoingRequest) => {
    request.headers["X-CSRF-Token"] = csrfToken();
    return request;
  },
});
