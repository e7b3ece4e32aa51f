// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { ApiError, call, OfflineError, upload } from "../../src/api/client.ts";

function answer(status: number, body: string): void {
  vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response(body, { status }));
}

test("a refusal carries the faults that the server states", async () => {
  const faults = [{ code: "A404", cause: "There is no such plan.", action: "Open another." }];
  answer(404, JSON.stringify({ faults }));
  const error = await call("/api/v1/plans/x").catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ApiError);
  expect((error as ApiError).status).toBe(404);
  expect((error as ApiError).faults).toStrictEqual(faults);
});

test("an answer that is no JSON is still a refusal, or null where all is well", async () => {
  answer(502, "<html>");
  await expect(call("/x")).rejects.toMatchObject({ status: 502, faults: [] });
  answer(200, "");
  expect(await call("/x")).toBe(null);
});

test("no answer is not a refusal, and an aborted request is neither", async () => {
  vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("Failed to fetch"));
  await expect(call("/x")).rejects.toBeInstanceOf(OfflineError);
  vi.spyOn(globalThis, "fetch").mockRejectedValue(new DOMException("aborted", "AbortError"));
  await expect(call("/x")).rejects.toMatchObject({ name: "AbortError" });
});

test("a file over the server's limit is not sent", async () => {
  answer(200, "{}");
  const file = new File([new Uint8Array(1024 * 1024 + 1)], "large.csv");
  await expect(upload("/x", { file })).rejects.toMatchObject({ status: 413 });
  expect(fetch).not.toHaveBeenCalled();
});

test("changes carry the page's token, reading does not", async () => {
  const token = document.createElement("meta");
  token.name = "csrf-token";
  token.content = "secret";
  document.head.append(token);
  answer(200, "{}");
  await call("/x");
  await call("/x", { method: "POST", body: {} });
  const sent = vi.mocked(fetch).mock.calls.map(([, options]) => new Headers(options?.headers).get("X-CSRF-Token"));
  expect(sent).toStrictEqual([null, "secret"]);
});
