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

/** Ask the API, with a JSON body where there is one. */
export async function call<T>(
  path: string,
  options: { method?: string; body?: unknown; signal?: AbortSignal } = {},
): Promise<T> {
  const { method = "GET", body, signal } = options;
  const headers: Record<string, string> = body === undefined ? {} : { "Content-Type": "application/json" };
  const answer = await request(path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  return (await bodyOf(answer)) as T;
}

/** Send a form with a file by POST. */
export async function send<T>(path: string, form: FormData): Promise<T> {
  requireSize(form.values());
  return (await bodyOf(await request(path, { method: "POST", body: form }))) as T;
}

/** Send a file and other fields; the answer's body as it came, for JSON and workbooks alike. */
export async function upload(path: string, fields: Readonly<Record<string, string | File>>): Promise<Response> {
  requireSize(Object.values(fields));
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return request(path, { method: "POST", body: form });
}

/** The answer to a request in the session's name; an error where there is none or the server refuses. */
async function request(
  path: string,
  options: Omit<RequestInit, "headers"> & { headers?: Record<string, string> },
): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", ...options.headers };
  const token = csrfToken();
  if (options.method !== "GET" && token) headers["X-CSRF-Token"] = token;
  let answer: Response;
  try {
    answer = await fetch(path, { ...options, headers, credentials: "same-origin" });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new OfflineError(String(error));
  }
  if (answer.ok) return answer;
  const body = await bodyOf(answer);
  throw new ApiError(answer.status, faultsOf(body), body);
}

/** The JSON of an answer; null where it has none. */
function bodyOf(answer: Response): Promise<unknown> {
  return answer.json().catch(() => null);
}

/** The faults that the body of an error states. */
export function faultsOf(body: unknown): Fault[] {
  if (typeof body === "object" && body !== null && "faults" in body && Array.isArray(body.faults))
    return body.faults as Fault[];
  if (typeof body === "object" && body !== null && "code" in body && "cause" in body) return [body as Fault];
  return [];
}
