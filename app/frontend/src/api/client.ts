import { csrfToken, uploadLimit_mb } from "../shared/bootstrap.ts";
import type { Fault } from "./types.ts";

/** The server refused; `faults` say why, each with code, cause and action. */
export class ApiError extends Error {
  readonly status: number;
  readonly faults: readonly Fault[];
  readonly body: unknown;
  constructor(status: number, faults: readonly Fault[], body: unknown) {
    super(faults.map((fault) => `${fault.cause} (${fault.code})`).join("\n") || `HTTP ${status}`);
    this.status = status;
    this.faults = faults;
    this.body = body;
  }
}

/** No answer at all: no signal, or the server is down. */
export class OfflineError extends Error {}

/** A larger file is not even sent: the server would break off, which looks like no connection. */
function requireSize(values: Iterable<unknown>): void {
  const mb = uploadLimit_mb();
  for (const value of values) {
    if (!(value instanceof File) || value.size <= mb * 1024 * 1024) continue;
    const fault = {
      code: "A413",
      cause: `The file is larger than ${mb} MB.`,
      action: "Send it in parts, or have HUILIU_MAX_UPLOAD_MB raised.",
      where: value.name,
    };
    throw new ApiError(413, [fault], null);
  }
}

export async function call<T>(
  path: string,
  options: { method?: string; body?: unknown; signal?: AbortSignal } = {},
): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  const token = csrfToken();
  if (options.method && token) headers["X-CSRF-Token"] = token;
  let response: Response;
  try {
    response = await fetch(path, {
      method: options.method ?? "GET",
      headers,
      credentials: "same-origin",
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new OfflineError(String(error));
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, faultsOf(body), body);
  return body as T;
}

/** Send a form with a file by POST. */
export async function send<T>(path: string, form: FormData): Promise<T> {
  requireSize(form.values());
  let response: Response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRF-Token": csrfToken() },
      credentials: "same-origin",
      body: form,
    });
  } catch (error) {
    throw new OfflineError(String(error));
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, faultsOf(body), body);
  return body as T;
}

/** Send a file and other fields; the answer's body as it came, for JSON and workbooks alike. */
export async function upload(path: string, fields: Readonly<Record<string, string | File>>): Promise<Response> {
  requireSize(Object.values(fields));
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  let response: Response;
  try {
    response = await fetch(path, {
      method: "POST",
      body: form,
      credentials: "same-origin",
      headers: { Accept: "application/json", "X-CSRF-Token": csrfToken() },
    });
  } catch (error) {
    throw new OfflineError(String(error));
  }
  if (!response.ok) {
    const body: unknown = await response.json().catch(() => null);
    throw new ApiError(response.status, faultsOf(body), body);
  }
  return response;
}

export function faultsOf(body: unknown): Fault[] {
  if (typeof body === "object" && body !== null && "faults" in body && Array.isArray(body.faults))
    return body.faults as Fault[];
  if (typeof body === "object" && body !== null && "code" in body && "cause" in body) return [body as Fault];
  return [];
}
