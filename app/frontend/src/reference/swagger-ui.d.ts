/** The part of swagger-ui-dist that the API reference calls; the package ships no types. */
declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  interface SwaggerUiOptions {
    url: string;
    domNode: HTMLElement;
    deepLinking?: boolean;
    docExpansion?: "list" | "full" | "none";
    defaultModelsExpandDepth?: number;
    filter?: boolean;
    validatorUrl?: string | null;
    requestInterceptor?: (request: { url: string; headers: Record<string, string> }) => unknown;
  }
  export default function SwaggerUI(options: SwaggerUiOptions): unknown;
}
