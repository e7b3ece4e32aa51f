import { call } from "../../api/client.ts";
import type { Question, Scenario, Study } from "./types.ts";

/** "5, 9, 14" as people type it, with commas of either script. */
export const NUMBERS = "\\s*\\d+(\\s*[,，、;；\\s]\\s*\\d+)*\\s*";

export function numbersIn(text: string): number[] {
  return (text.match(/\d+/g) ?? []).map(Number);
}

export function unitOf(study: Study): number {
  return study.measure === "duration_s" ? 60 : 1000;
}

export async function ask(study: Study, question: Question, seconds: number): Promise<Scenario> {
  return await call<Scenario>(`/api/v1/studies/${study.id}/scenarios`, {
    method: "POST",
    body: { ...question, seconds },
  });
}
